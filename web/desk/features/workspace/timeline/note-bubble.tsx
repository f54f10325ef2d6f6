import { useTranslation } from "react-i18next";
import type { Entry } from "../../../../../shared/contracts/timeline.ts";
import { Bubble } from "./bubble.tsx";
import { useAuthor } from "./use-author.ts";

/** A line between colleagues, marked as such. */
export function NoteBubble({ entry }: { readonly entry: Extract<Entry, { type: "note" }> }) {
  const { t } = useTranslation("workspace");
  const author = useAuthor();
  return (
    <Bubble side="note" author={`${t("timeline.internal")} · ${author(entry.by)}`} at={entry.at}>
      {entry.text}
    </Bubble>
  );
}
