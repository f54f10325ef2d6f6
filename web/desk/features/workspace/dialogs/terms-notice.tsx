import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Destination, Terms } from "./destination.ts";

/** Says what somebody agrees to by sending a ticket there, or why it cannot be sent. */
export function TermsNotice(props: {
  readonly destination: Destination;
  readonly terms: Terms;
  /** How many tickets are sent. */
  readonly count?: number;
}) {
  const { destination, terms, count = 1 } = props;
  const { t } = useTranslation("workspace");
  if (terms.confirm === null && terms.room === null) return null;
  const { name, agent } = destination;
  return (
    <Alert color={terms.room === "refused" ? "red" : "yellow"} role="status">
      {terms.confirm === null ? null : <div>{t(`transfer.terms.${terms.confirm}`, { name })}</div>}
      {terms.room === null ? null : (
        <div>
          {t(`transfer.terms.${count > 1 && terms.room === "refused" ? "partly" : terms.room}`, {
            ...{ name, load: agent?.load ?? 0, limit: agent?.limit ?? 0 },
          })}
        </div>
      )}
    </Alert>
  );
}
