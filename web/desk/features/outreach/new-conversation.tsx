import { Button } from "@mantine/core";
import { IconMessagePlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { statusOn } from "../../lib/presence/rules.ts";
import { useCommands } from "../../lib/commands/registry.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useDirectory } from "../../lib/directory/directory.ts";
import { usePresence } from "../../lib/presence/use-presence.ts";
import { type Way, waysOut } from "./ways.ts";
import classes from "./new-conversation.module.css";

const NewConversationDialog = lazy(() => import("./dialog.tsx"));

/** Begins a conversation: offered to who may, while they are there on a number of the business, paused or not. */
export default function NewConversation() {
  const { me } = useDesk();
  const { data } = useDirectory();
  const { mine } = usePresence();
  if (data === undefined || mine === null) return null;
  const ways = waysOut(data, me);
  const isThere = ({ channel }: Way): boolean => statusOn(mine.known, channel.id) !== "offline";
  // The number on which they are comes first.
  const sorted = [...ways.filter(isThere), ...ways.filter((way) => !isThere(way))];
  return ways.some(isThere) ? <Offer ways={sorted} /> : null;
}

function Offer({ ways }: { readonly ways: readonly Way[] }) {
  const { t } = useTranslation("outreach");
  const [, navigate] = useLocation();
  const [opened, setOpened] = useState(false);
  const open = (): void => setOpened(true);
  useCommands([
    { id: "outreach", label: t("title"), group: t("group"), keys: "alt+N", whileTyping: true, run: open },
  ]);
  return (
    <>
      <Button
        className={classes["button"] ?? ""}
        size="sm"
        leftSection={<IconMessagePlus size={18} stroke={1.7} aria-hidden />}
        onClick={open}
      >
        <span className={classes["word"]}>{t("title")}</span>
      </Button>
      {opened ? (
        <Suspense fallback={null}>
          <NewConversationDialog
            ways={ways}
            leave={() => setOpened(false)}
            begun={(ticketId) => {
              setOpened(false);
              navigate(`/workspace/${ticketId}`);
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}
