import { useTranslation } from "react-i18next";
import type { Contact, ContactField, ContactFieldValue } from "../../../../../shared/contracts/contacts.ts";
import { Facts } from "./section.tsx";
import { phoneShown } from "../../../lib/contacts/phone.ts";
import { useDirectory, useNames } from "../../../lib/directory/directory.ts";
import { useLocale, useTimeFormat } from "../../../lib/i18n/hooks.ts";

/** What is kept of a contact, in words. */
export function ContactFacts({ contact }: { readonly contact: Contact }) {
  const { t } = useTranslation("workspace");
  const { dayAndHour } = useTimeFormat();
  const names = useNames();
  const fields = useDirectory().data?.business.contactFields ?? [];
  const shown = useFieldShown();
  return (
    <Facts
      facts={[
        [t("contact.phone"), contact.phone === null ? undefined : phoneShown(contact.phone)],
        [t("contact.userId"), contact.userId ?? undefined],
        ...fields.map((field): [string, string | undefined] => [
          field.label,
          shown(field, Object.hasOwn(contact.fields, field.key) ? contact.fields[field.key] : undefined),
        ]),
        [
          t("contact.linked"),
          contact.linkedAgentId === null
            ? undefined
            : (names.agent(contact.linkedAgentId) ?? t("author.agent")),
        ],
        [t("contact.since"), dayAndHour(contact.createdAt)],
        [t("contact.blockedSince"), contact.blocked === null ? undefined : dayAndHour(contact.blocked.since)],
      ]}
    />
  );
}

/** A field's value as people read it. */
function useFieldShown() {
  const { t } = useTranslation("workspace");
  const locale = useLocale();
  return ({ type }: ContactField, value: ContactFieldValue | undefined): string | undefined => {
    if (value === undefined) return undefined;
    if (typeof value === "boolean") return t(value ? "contact.yes" : "contact.no");
    if (typeof value === "number") return value.toLocaleString(locale);
    if (type !== "date") return value;
    return new Date(`${value}T00:00:00Z`).toLocaleDateString(locale, { timeZone: "UTC", dateStyle: "long" });
  };
}
