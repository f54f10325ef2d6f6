import { SegmentedControl, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Beginning } from "./use-begin.ts";
import { ContactSearch } from "../../lib/contacts/contact-search.tsx";
import { mayFindContacts } from "./ways.ts";
import { NumberFields } from "./number-fields.tsx";
import { useDesk } from "../../lib/desk/context.ts";

/** Whom to write to: a contact that is found by name, for who may look, or whoever has a number. */
export function ContactChoice(props: {
  /** Whether to say what is missing. */
  readonly tried: boolean;
  readonly onChange: (contact: Beginning["contact"] | null) => void;
}) {
  const { t } = useTranslation("outreach");
  const mayFind = mayFindContacts(useDesk().me);
  const [kind, setKind] = useState<"known" | "address">(mayFind ? "known" : "address");
  const [isChosen, setIsChosen] = useState(false);
  return (
    <Stack gap="sm">
      {mayFind ? (
        <SegmentedControl
          fullWidth
          aria-label={t("who")}
          value={kind}
          onChange={(value) => {
            setKind(value);
            setIsChosen(false);
            props.onChange(null);
          }}
          data={[
            { value: "known", label: t("known") },
            { value: "address", label: t("address") },
          ]}
        />
      ) : null}
      {kind === "known" ? (
        <ContactSearch
          label={t("contact")}
          placeholder={t("search")}
          withoutBlocked
          error={props.tried && !isChosen ? t("missingContact") : null}
          onChange={(contact) => {
            setIsChosen(contact !== null);
            props.onChange(contact === null ? null : { kind: "known", contactId: contact.id });
          }}
        />
      ) : (
        <NumberFields tried={props.tried} onChange={props.onChange} />
      )}
    </Stack>
  );
}
