import { type KeyboardEvent, useState } from "react";
import type { Canned } from "./choice.ts";
import { fitting, moved } from "./choice.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { slashAt } from "./shortcut.ts";
import { useCanned } from "./use-canned.ts";
import { useRendered } from "./use-rendered.ts";
import type { Writing } from "../composer/use-writing.ts";

/** What the list shows: responses, or why there are none. */
export type SlashState = "list" | "loading" | "failed" | "none" | "empty";

/** Canned responses that come up while somebody types `/` and a part of a name. */
export interface Slash {
  /** Null while nothing is asked for. */
  readonly state: SlashState | null;
  readonly shown: readonly Canned[];
  readonly place: number;
  readonly activeId: string | undefined;
  readonly error: unknown;
  readonly retry: () => void;
  /** Whether what was picked is being filled in: until then what is written is not sent. */
  readonly busy: boolean;
  /** Hears what is in the field now. */
  readonly typed: (field: HTMLTextAreaElement) => void;
  /** Whether the key was for the list. */
  readonly press: (event: KeyboardEvent) => boolean;
  readonly pick: (response: Canned) => void;
  readonly close: () => void;
}

/** The element of the response at a place of the list. */
export const optionId = (place: number): string => `slash-${place}`;

/** As many as are shown at once: who types more sees fewer. */
const most = 8;

/** Offers canned responses within what is written; what is picked takes the place of what was typed. */
export function useSlash(head: Ticket, writing: Pick<Writing, "insert">, offered: boolean): Slash {
  const [at, setAt] = useState<{ readonly start: number; readonly typed: string } | null>(null);
  const [active, setActive] = useState(0);
  const sectorId = head.phase === "bot" ? null : head.sectorId;
  const { items, error, refetch } = useCanned(sectorId, offered && at !== null);
  const shown = at === null || items === undefined ? [] : fitting(items, at.typed).slice(0, most);
  const place = Math.min(active, Math.max(0, shown.length - 1));
  const { render, busy } = useRendered(head.id);
  const state = at === null ? null : stateOf(items, shown, error);
  const close = (): void => setAt(null);
  const retry = (): void => void refetch();
  const pick = (response: Canned): void => {
    if (at === null || busy) return;
    const over = { what: `/${at.typed}`, start: at.start };
    close();
    render(response, (text) => writing.insert(text, over));
  };
  return {
    ...{ state, shown, place, error, retry, busy, pick, close },
    activeId: state === "list" ? optionId(place) : undefined,
    typed(field) {
      setAt(offered ? slashAt(field.value, field.selectionStart) : null);
      setActive(0);
    },
    press(event) {
      if (event.nativeEvent.isComposing) return false;
      const isSend = event.key === "Enter" && !event.shiftKey;
      if (busy && isSend) {
        event.preventDefault();
        return true;
      }
      const chosen = shown[place];
      if (state === null || (event.key === "Enter" && event.shiftKey)) return false;
      if (event.key === "Escape") close();
      else if (isSend && state === "failed") retry();
      // Nobody sends what they meant to choose from.
      else if (isSend && state === "loading") event.preventDefault();
      else if (chosen === undefined) return false;
      else if (event.key === "ArrowDown" || event.key === "ArrowUp")
        setActive(moved(place, event.key, shown.length));
      else if (event.key === "Enter" || event.key === "Tab") pick(chosen);
      else return false;
      event.preventDefault();
      return true;
    },
  };
}

function stateOf(items: readonly Canned[] | undefined, shown: readonly Canned[], error: unknown): SlashState {
  if (items === undefined) return error === null ? "loading" : "failed";
  if (items.length === 0) return "empty";
  return shown.length === 0 ? "none" : "list";
}
