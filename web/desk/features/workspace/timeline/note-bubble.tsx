import { useTranslation } from "react-i18next";
import type { Entry } from "../../../../../shared/contracts/timeline.ts";
import { Bubble } from "./bubble.tsx";
import { MarkedText } from "../../../lib/marked-text/marked-text.tsx";
import { useAuthor } from "./use-author.ts";

/** A line between colleagues, marked as such. */
export function NoteBubble(props: {
  readonly entry: Extract<Entry, { type: "note" }>;
  readonly find: string;
}) {
  const { t } = useTranslation("workspace");
  const author = useAuthor();
  const { entry, find } = props;
  return (
    <Bubble side="note" author={`${t("timeline.internal")} · ${author(entry.by)}`} at={entry.at}>
      <MarkedText text={entry.text} find={find} />
    </Bubble>
  );
}
