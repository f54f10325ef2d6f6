import { ActionIcon, Avatar, Badge, Button } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { mayBlock, mayChangeContact } from "../may.ts";
import { ApiError } from "../../../lib/api/error.ts";
import { BlockDialog } from "./block-dialog.tsx";
import type { Contact } from "../../../../../shared/contracts/contacts.ts";
import { ContactFacts } from "./contact-facts.tsx";
import { Facts, Section } from "./section.tsx";
import { Failed, Loading } from "../../../lib/ui/states.tsx";
import { readEdits } from "./contact-edits.ts";
import { initials } from "../../../lib/ui/initials.ts";
import { phoneShown } from "../../../lib/contacts/phone.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import classes from "./panel.module.css";

const ContactForm = lazy(() => import("./contact-form.tsx"));

/** The contact: as the channel and the business know them, to be changed and blocked where that is allowed. */
export function ContactCard({ head }: { readonly head: Ticket }) {
  const { t } = useTranslation("workspace");
  const { call, me, agentId } = useDesk();
  const [asked, setAsked] = useState(false);
  const [editing, setEditing] = useState(() => readEdits(agentId, head.contactId) !== null);
  const { data, error, refetch } = useQuery({
    queryKey: ["contact", head.contactId],
    queryFn: async ({ signal }) => call("getContact", { params: { contactId: head.contactId } }, { signal }),
  });
  const body = () => {
    if (data !== undefined && editing)
      return (
        <Suspense fallback={<Loading />}>
          <ContactForm contact={data} asked={asked} leave={() => setEditing(false)} />
        </Suspense>
      );
    if (data !== undefined) return <ContactFacts contact={data} />;
    if (error === null) return <Loading />;
    // An agent sees the record while they hold a ticket of the contact: what the ticket itself says stays.
    if (error instanceof ApiError && (error.code === "NOT_FOUND" || error.code === "FORBIDDEN"))
      return (
        <>
          <Facts facts={[[t("contact.phone"), phoneShown(head.address.phone)]]} />
          <p className={classes["quiet"]}>{t("contact.hidden")}</p>
        </>
      );
    return <Failed error={error} retry={() => void refetch()} />;
  };
  const mayEdit = data !== undefined && !editing && mayChangeContact(head, me);
  return (
    <Section
      title={t("contact.title")}
      action={
        mayEdit ? (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("contact.edit")}
            onClick={() => {
              setAsked(true);
              setEditing(true);
            }}
          >
            <IconPencil size={17} stroke={1.6} />
          </ActionIcon>
        ) : null
      }
    >
      <div className={classes["who"]}>
        <Avatar radius="md" size={40} color="balcao">
          {initials(data?.name ?? head.contactName)}
        </Avatar>
        <span className={classes["contact"]}>{data?.name || head.contactName}</span>
        {data?.blocked == null ? null : (
          <Badge color="red" variant="light">
            {t("contact.blocked")}
          </Badge>
        )}
      </div>
      {body()}
      {data === undefined || editing || !mayBlock(head, me) ? null : <Block contact={data} />}
    </Section>
  );
}

function Block({ contact }: { readonly contact: Contact }) {
  const { t } = useTranslation("workspace");
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button mt="sm" size="compact-sm" variant="subtle" color="gray" ml={-8} onClick={() => setAsking(true)}>
        {t(contact.blocked === null ? "block.block" : "block.unblock")}
      </Button>
      {asking ? <BlockDialog contact={contact} close={() => setAsking(false)} /> : null}
    </>
  );
}
