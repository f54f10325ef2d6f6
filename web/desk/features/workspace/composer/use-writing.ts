import { type RefObject, useRef, useState } from "react";
import { inserted, placeOf, putCaret } from "./caret.ts";
import { keepDraft, type Kind, readDraft } from "./drafts.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { useCommand } from "../use-command.ts";
import { useDesk } from "../../../lib/desk/context.ts";

/** As many characters as WhatsApp and a note take, and from how many left on the person is told. */
const [most, nearly] = [4_096, 200];

/** What is being written, and sending it. */
export interface Writing {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly write: (text: string) => void;
  /**
   * Writes something into the text as it is by then: over `what` where that still stands, which was at `start`; otherwise at the
   * caret, over what is selected there.
   */
  readonly insert: (piece: string, over?: { readonly what: string; readonly start: number }) => void;
  readonly left: number;
  readonly isNear: boolean;
  readonly ready: boolean;
  readonly busy: boolean;
  readonly send: () => void;
}

/** The draft of a ticket's answer or note. An answer is sent at once; a note stays until the API has taken it. */
export function useWriting(head: Ticket, kind: Kind): Writing {
  const { conversations, call, agentId } = useDesk();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => readDraft(agentId, head.id, kind));
  // The same note sent again, after no answer came, is one note.
  const key = useRef({ text: "", id: "" });
  // What is written later, once an answer came, is written into this and not into what was there when it was asked for.
  const latest = useRef(text);
  const write = (next: string): void => {
    latest.current = next;
    setText(next);
    keepDraft(agentId, head.id, kind, next);
  };
  const note = useCommand(
    (said: string) => {
      if (key.current.text !== said) key.current = { text: said, id: crypto.randomUUID() };
      return call(
        "addNote",
        { params: { ticketId: head.id }, body: { text: said } },
        { idempotencyKey: key.current.id },
      );
    },
    {
      tells: true,
      done() {
        const sent = key.current.text;
        key.current = { text: "", id: "" };
        const now = latest.current.trimStart();
        // What was typed meanwhile stays.
        if (now.startsWith(sent)) write(now.slice(sent.length).trimStart());
      },
    },
  );
  const said = text.trim();
  const left = most - text.length;
  const ready = said !== "" && left >= 0 && !note.isPending;
  return {
    ...{ field, text, write, left, ready },
    isNear: left <= nearly,
    busy: note.isPending,
    insert(piece, over) {
      const now = latest.current;
      const { selectionStart = now.length, selectionEnd = now.length } = field.current ?? {};
      const place = over === undefined ? null : placeOf(now, over.what, over.start);
      const next = inserted(now, place ?? [selectionStart, selectionEnd], piece);
      write(next.text);
      // Who has typed on behind it stays there.
      const isBehind = place !== null && selectionStart > place[1];
      putCaret(field.current, isBehind ? selectionStart + next.text.length - now.length : next.caret);
    },
    send() {
      if (!ready) return;
      if (kind === "note") note.mutate(said);
      else {
        conversations.send(head.id, { type: "text", text: said });
        write("");
      }
      field.current?.focus();
    },
  };
}
