import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { textOf } from "./message.tsx";
import type { Message, Outgoing } from "./simulator.ts";
import { words } from "./words.ts";

/** Where the customer writes. Enter sends, Shift+Enter begins a line. */
export function Composer({
  answered,
  onCancel,
  onSend,
}: {
  readonly answered: Message | undefined;
  readonly onCancel: () => void;
  /** Tells whether it was sent. */
  readonly onSend: (message: Omit<Outgoing, "options">) => Promise<boolean>;
}) {
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (answered !== undefined) field.current?.focus();
  }, [answered]);
  const send = async (): Promise<void> => {
    const body = text.trim();
    if (body === "") return;
    setText("");
    const isSent = await onSend({ type: "text", content: { body } });
    // What did not leave is there again, before whatever was written meanwhile.
    if (!isSent) setText((now) => (now === "" ? body : `${body}\n${now}`));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {answered !== undefined && (
        <div className="answering">
          <span>
            {words.answering}: {textOf(answered)}
          </span>
          <button type="button" className="plain" aria-label={words.cancel} onClick={onCancel}>
            ✕
          </button>
        </div>
      )}
      <textarea
        ref={field}
        rows={Math.min(4, text.split("\n").length)}
        maxLength={4096}
        placeholder={words.write}
        aria-label={words.write}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={onKeyDown}
      />
      <button type="submit" aria-label={words.send} title={words.send} disabled={text.trim() === ""}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M3 20l18-8L3 4v6l11 2-11 2z" />
        </svg>
      </button>
    </form>
  );
}
