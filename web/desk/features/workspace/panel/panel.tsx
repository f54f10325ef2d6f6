import { ActionIcon, Drawer } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { About } from "./about.tsx";
import { ContactCard } from "./contact-card.tsx";
import type { Entries } from "../../../lib/timeline/merge.ts";
import { FormerTickets } from "./former-tickets.tsx";
import { Notes } from "./notes.tsx";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { useBeside } from "./use-panel.ts";
import { WhyMe } from "./why-me.tsx";
import classes from "./panel.module.css";

interface Props {
  readonly head: Ticket;
  readonly entries: Entries;
  readonly close: () => void;
}

/** Beside the conversation, or over it where there is no room: who the contact is, and what is known of the ticket. */
export default function Panel({ head, entries, close }: Props) {
  const { t } = useTranslation(["workspace", "common"]);
  const isBeside = useBeside();
  const content = (
    <div className={classes["content"]}>
      <ContactCard key={head.contactId} head={head} />
      <About head={head} />
      <WhyMe entries={entries} />
      <Notes key={head.id} head={head} entries={entries} />
      <FormerTickets key={`former ${head.contactId}`} head={head} />
    </div>
  );
  if (!isBeside)
    return (
      <Drawer
        opened
        onClose={close}
        position="right"
        size={360}
        title={t("panel.label")}
        closeButtonProps={{ "aria-label": t("common:state.close") }}
      >
        {content}
      </Drawer>
    );
  return (
    <aside className={classes["panel"]} aria-label={t("panel.label")}>
      <div className={classes["top"]}>
        <h2 className={classes["title"]}>{t("panel.label")}</h2>
        <ActionIcon variant="subtle" color="gray" aria-label={t("panel.hide")} onClick={close}>
          <IconX size={18} stroke={1.6} />
        </ActionIcon>
      </div>
      {content}
    </aside>
  );
}
