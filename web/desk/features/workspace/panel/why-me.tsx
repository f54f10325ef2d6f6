import { useTranslation } from "react-i18next";
import type { Entries } from "../../../lib/timeline/merge.ts";
import type { Entry } from "../../../../../shared/contracts/timeline.ts";
import { Section } from "./section.tsx";
import { useDesk } from "../../../lib/desk/context.ts";
import { useNames } from "../../../lib/directory/directory.ts";
import classes from "./panel.module.css";

type Assigned = Extract<Entry, { type: "assigned" }>;

/** Why the ticket went to whom it went, as far as the router chose: the last time, of what is loaded. */
export function WhyMe({ entries }: { readonly entries: Entries }) {
  const { t } = useTranslation("workspace");
  const { agentId: me } = useDesk();
  const names = useNames();
  const assigned = entries.shown.findLast((it): it is Assigned => it.type === "assigned");
  if (assigned === undefined || assigned.reasons === null) return null;
  const { agentId, reasons } = assigned;
  const nameOf = (id: typeof agentId): string => names.agent(id) ?? t("author.agent");
  const why =
    reasons.preferred === agentId
      ? "preferred"
      : reasons.eligibleCount <= 1
        ? "only"
        : reasons.preferred === null
          ? "leastLoad"
          : "notPreferred";
  return (
    <Section title={t(agentId === me ? "why.you" : "why.other", { name: nameOf(agentId) })}>
      <p className={classes["quiet"]}>
        {t(`why.${why}`, {
          count: reasons.eligibleCount,
          name: reasons.preferred === null ? "" : nameOf(reasons.preferred),
        })}
      </p>
      <ul className={classes["list"]}>
        {reasons.eligible.map((it) => (
          <li key={it.agentId} className={classes["person"]}>
            <span>{nameOf(it.agentId)}</span>
            <span className={classes["quiet"]}>{t("why.load", { count: it.load })}</span>
          </li>
        ))}
        {reasons.others.map((it) => (
          <li key={it.agentId} className={classes["person"]}>
            <span>{nameOf(it.agentId)}</span>
            <span className={classes["quiet"]}>{t(`ineligible.${it.reason}`)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
