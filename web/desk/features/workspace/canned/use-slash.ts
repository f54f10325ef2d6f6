import { type KeyboardEvent, useState } from "react";
import type { Canned } from "./choice.ts";
import { fitting, moved } from "./choice.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { slashAt } from "./shortcut.ts";
import { useCanned } from "./use-canned.ts";
import { useRendered } from "./use-rendered.ts";
import type { Writing } from "../composer/use-writing.ts";

/** Canned responses that come up while somebody types `/` and a part of a name. */
export interface Slash {
  readonly opened: boolean;
  readonly shown: readonly Canned[];
  readonly place: number;
  readonly activeId: string | undefined;
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
  const { items } = useCanned(sectorId, offered && at !== null);
  const shown = at === null || items === undefined ? [] : fitting(items, at.typed).slice(0, most);
  const opened = shown.length > 0;
  const place = Math.min(active, Math.max(0, shown.length - 1));
  const render = useRendered(head.id);
  const close = (): void => setAt(null);
  const pick = (response: Canned): void => {
    if (at === null) return;
    const range = [at.start, at.start + 1 + at.typed.length] as const;
    close();
    render(response, (text) => writing.insert(text, range));
  };
  return {
    ...{ opened, shown, place, pick, close },
    activeId: opened ? optionId(place) : undefined,
    typed(field) {
      setAt(offered ? slashAt(field.value, field.selectionStart) : null);
      setActive(0);
    },
    press(event) {
      const chosen = shown[place];
      if (chosen === undefined || event.nativeEvent.isComposing) return false;
      if (event.key === "ArrowDown" || event.key === "ArrowUp")
        setActive(moved(place, event.key, shown.length));
      else if (event.key === "Enter" || event.key === "Tab") pick(chosen);
      else if (event.key === "Escape") close();
      else return false;
      event.preventDefault();
      return true;
    },
  };
}
