import { Popover, TextInput } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { At } from "../../../lib/ui/at.tsx";
import { type Canned, fitting, moved } from "./choice.ts";
import { CannedOptions } from "./canned-options.tsx";
import { Failed, Loading } from "../../../lib/ui/states.tsx";
import { useCanned } from "./use-canned.ts";
import { useRendered } from "./use-rendered.ts";
import classes from "./canned.module.css";

/** The canned responses to choose from, above the button that opened them. */
export default function CannedChoice(props: {
  readonly target: HTMLElement | null;
  readonly opened: boolean;
  readonly setOpened: (opened: boolean) => void;
  readonly head: Ticket;
  readonly insert: (text: string) => void;
}) {
  const { t } = useTranslation("workspace");
  const { render } = useRendered(props.head.id);
  return (
    <Popover
      opened={props.opened}
      onChange={props.setOpened}
      position="top-start"
      width={340}
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>
        <At target={props.target} />
      </Popover.Target>
      <Popover.Dropdown p={8} role="dialog" aria-label={t("canned.open")}>
        <Choice
          head={props.head}
          pick={(response) => {
            props.setOpened(false);
            render(response, props.insert);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function Choice({ head, pick }: { readonly head: Ticket; readonly pick: (response: Canned) => void }) {
  const { t } = useTranslation("workspace");
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const { items, error, refetch } = useCanned(head.phase === "bot" ? null : head.sectorId, true);
  if (error !== null && items === undefined) return <Failed error={error} retry={() => void refetch()} />;
  if (items === undefined) return <Loading />;
  const shown = fitting(items, typed);
  const place = Math.min(active, Math.max(0, shown.length - 1));
  const press = (event: KeyboardEvent): void => {
    const chosen = shown[place];
    if (event.key === "ArrowDown" || event.key === "ArrowUp")
      setActive(moved(place, event.key, shown.length));
    else if (event.key === "Enter" && chosen !== undefined) pick(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <TextInput
        size="sm"
        mb={6}
        data-autofocus
        aria-label={t("canned.search")}
        placeholder={t("canned.search")}
        aria-autocomplete="list"
        aria-controls="canned-list"
        aria-activedescendant={shown.length === 0 ? undefined : `canned-${place}`}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={press}
      />
      {shown.length === 0 ? (
        <p className={classes["nothing"]}>{t(items.length === 0 ? "canned.empty" : "canned.none")}</p>
      ) : (
        <CannedOptions
          id="canned-list"
          label={t("canned.open")}
          items={shown}
          place={place}
          idOf={(index) => `canned-${index}`}
          pick={pick}
        />
      )}
      <p className={classes["nothing"]}>{t("canned.hint")}</p>
    </>
  );
}
