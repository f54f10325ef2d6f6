import { Notification } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { told, untell, type Told } from "../lib/ui/tell.ts";
import { useStore } from "../lib/store.ts";
import classes from "./told.module.css";

/** How long a word stays, in milliseconds. */
const stay = 6_000;

const itself = (all: readonly Told[]): readonly Told[] => all;

/** The short words at the edge of the screen, read aloud as they come. */
export function ToldWords() {
  const all = useStore(told, itself);
  return (
    <div className={classes["told"]} role="status" aria-live="polite">
      {all.map((one) => (
        <Word key={one.id} {...one} />
      ))}
    </div>
  );
}

function Word({ id, kind, text }: Told) {
  const { t } = useTranslation("common");
  useEffect(() => {
    const timer = setTimeout(() => untell(id), stay);
    return () => clearTimeout(timer);
  }, [id]);
  return (
    <Notification
      withBorder
      color={kind === "error" ? "red" : "balcao"}
      onClose={() => untell(id)}
      closeButtonProps={{ "aria-label": t("state.close") }}
    >
      {text}
    </Notification>
  );
}
