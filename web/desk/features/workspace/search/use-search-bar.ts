import { type RefObject, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { VirtuosoHandle } from "react-virtuoso";
import type { About } from "../timeline/row-view.tsx";
import type { Conversation } from "../../../lib/timeline/conversation.ts";
import type { Row } from "../timeline/rows.ts";
import { type Search, useSearch } from "./use-search.ts";
import { useCommands } from "../../../lib/commands/registry.ts";

/** After so many milliseconds lines that came above are in their places. */
const settled = 60;

/** The search of a conversation: opened by its command, it brings the match it is at into sight, and gives the focus back. */
export function useSearchBar(
  about: About,
  conversation: Conversation,
  rows: readonly Row[],
  virtuoso: RefObject<VirtuosoHandle | null>,
): { readonly searching: boolean; readonly search: Search; readonly leave: () => void } {
  const { t } = useTranslation("workspace");
  const [searching, setSearching] = useState(false);
  const search = useSearch(about, conversation);
  const before = useRef<Element | null>(null);
  useCommands([
    {
      id: "workspace.search",
      label: t("search.label"),
      group: t("commands.group"),
      keys: "mod+F",
      whileTyping: true,
      run() {
        if (!searching) before.current = document.activeElement;
        setSearching(true);
      },
    },
  ]);
  const { current, looking } = search;
  const index = rows.findIndex((row) => row.kind === "entry" && row.entry.number === current);
  const latest = useRef(index);
  latest.current = index;
  useEffect(() => {
    // Only another match moves the lines, not older pages that come above it.
    if (current === null || looking) return undefined;
    // Where the match came with older lines, these take their place first.
    const id = setTimeout(
      () => virtuoso.current?.scrollToIndex({ index: latest.current, align: "center" }),
      settled,
    );
    return () => clearTimeout(id);
  }, [current, looking, virtuoso]);
  return {
    searching,
    search,
    leave() {
      setSearching(false);
      search.want("");
      if (before.current instanceof HTMLElement) before.current.focus();
    },
  };
}
