import { useDeferredValue, useEffect, useMemo, useState } from "react";
import type { ChannelId, TicketId } from "../../../../../shared/contracts/ids.ts";
import { filled, keyOf } from "../../../lib/templates/fill.ts";
import { type FillTemplate, beside, says } from "./search-text.ts";
import type { Conversation } from "../../../lib/timeline/conversation.ts";
import type { Entry } from "../../../../../shared/contracts/timeline.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useTemplates } from "../../../lib/templates/use-templates.ts";

/** Fewer characters than this are everywhere. */
const least = 2;

/** So many entries before a match are loaded before it is shown, so that it is not moved by those that load above it. */
const room = 25;

/** A search within one conversation. */
export interface Search {
  readonly wanted: string;
  readonly want: (text: string) => void;
  /** What is highlighted: the text once it is long enough, otherwise nothing. */
  readonly find: string;
  /** Numbers of the entries that say it, as far as they are loaded. */
  readonly found: readonly number[];
  /** The one the search is at. */
  readonly current: number | null;
  /** Whether older entries are there that were not looked through. */
  readonly more: boolean;
  /** Whether older entries are being loaded to find one. */
  readonly looking: boolean;
  /** Looks on where older entries that may say it did not come; null where nothing stopped the search. */
  readonly lookOn: (() => void) | null;
  readonly go: (direction: "older" | "newer") => void;
}

/**
 * Searches a conversation from its newest entry back. Where what is loaded has no further match, older pages are loaded until
 * one comes or the beginning is reached.
 */
export function useSearch(
  about: { readonly ticketId: TicketId; readonly channelId: ChannelId },
  conversation: Conversation,
): Search {
  const { conversations } = useDesk();
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState<number | null>(null);
  const [further, setFurther] = useState(false);
  const fill = useFill(about.channelId);
  const deferred = useDeferredValue(wanted.trim());
  const find = deferred.length < least ? "" : deferred;
  const { shown } = conversation.entries;
  const known = useMemo(() => ({ find, fill, of: new WeakMap<Entry, boolean>() }), [find, fill]);
  const found = useMemo(
    () =>
      known.find === ""
        ? []
        : shown.flatMap((it) => (says(it, known.find, known.fill, known.of) ? [it.number] : [])),
    [shown, known],
  );
  const current = at !== null && found.includes(at) ? at : (found.at(-1) ?? null);
  const first = shown[0]?.number ?? 1;
  const more = first > 1;
  const failed = conversation.olderError !== null;
  const older = current === null ? undefined : beside(found, current, "older");
  const missing = current === null || current - first < room || (further && older === undefined);
  const wanting = find !== "" && more && missing;
  const looking = wanting && !failed;
  const stopped = wanting && failed && (current === null || further);
  const lookOn = stopped ? (): void => void conversations.older(about.ticketId) : null;
  useEffect(() => {
    if (looking && conversation.loading === "none") void conversations.older(about.ticketId);
  }, [looking, conversation.loading, conversations, about.ticketId]);
  useEffect(() => {
    // What was wanted beyond the first match has come, or there is nothing more to load.
    if (!further || wanting) return;
    setFurther(false);
    if (older !== undefined) setAt(older);
  }, [further, wanting, older]);
  return {
    ...{ wanted, find, found, current, more, looking, lookOn },
    want(text) {
      setWanted(text);
      setAt(null);
      setFurther(false);
    },
    go(direction) {
      if (current === null) return;
      const next = beside(found, current, direction);
      if (next !== undefined) setAt(next);
      else if (direction === "older" && more) {
        setAt(current);
        setFurther(true);
      }
    },
  };
}

function useFill(channelId: ChannelId): FillTemplate {
  const { data } = useTemplates(channelId);
  return useMemo(() => {
    const bodies = new Map(data?.map((template) => [keyOf(template), template.body]));
    return (content) => {
      const body = bodies.get(keyOf(content));
      return body === undefined ? undefined : filled(body, content.parameters);
    };
  }, [data]);
}
