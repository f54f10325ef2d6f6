import { Fragment, type ReactNode } from "react";
import type { Interactive, Message, Outgoing } from "./simulator.ts";
import { locale, words } from "./words.ts";

/** A message with what can be tapped on it. */
export function Bubble({
  message,
  day,
  quoted,
  onAnswer,
  onOptions,
  onButton,
}: {
  readonly message: Message;
  /** A heading to put before it. */
  readonly day: string | undefined;
  readonly quoted: Message | undefined;
  readonly onAnswer: () => void;
  readonly onOptions: () => void;
  readonly onButton: (answer: Omit<Outgoing, "options">) => void;
}) {
  const time = new Date(message.at).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
  const interactive = message.type === "interactive" ? (message.content as Interactive) : undefined;
  return (
    <>
      {day !== undefined && (
        <div className="day">
          <span>{day}</span>
        </div>
      )}
      <article className="bubble" data-from={message.from}>
        {quoted !== undefined && (
          <blockquote>
            <cite>{quoted.from === "customer" ? words.you : ""}</cite>
            {textOf(quoted)}
          </blockquote>
        )}
        {headerOf(message) !== undefined && <strong className="head">{headerOf(message)}</strong>}
        <div className="text">{formatted(textOf(message))}</div>
        {footerOf(message) !== undefined && <small className="foot">{footerOf(message)}</small>}
        <div className="meta">
          <button type="button" className="plain answer" onClick={onAnswer}>
            {words.answer}
          </button>
          <time dateTime={new Date(message.at).toISOString()}>{time}</time>
          {message.state !== undefined && <Ticks state={message.state} />}
        </div>
        {message.from === "business" && interactive?.type === "list" && (
          <button type="button" className="tap" onClick={onOptions}>
            ☰ {interactive.action?.button ?? words.options}
          </button>
        )}
        {message.from === "business" &&
          interactive?.action?.buttons?.map(({ reply }) => (
            <button
              key={reply.id}
              type="button"
              className="tap"
              onClick={() =>
                onButton({ type: "interactive", content: { type: "button_reply", button_reply: reply } })
              }
            >
              {reply.title}
            </button>
          ))}
        {message.template?.buttons
          .filter(({ type }) => type === "QUICK_REPLY")
          .map(({ text, payload }) => (
            <button
              key={payload}
              type="button"
              className="tap"
              onClick={() => onButton({ type: "button", content: { payload, text } })}
            >
              {text}
            </button>
          ))}
      </article>
    </>
  );
}

/** What a message says, in one text. */
export function textOf({ type, content, template }: Message): string {
  if (template !== undefined) return template.body;
  if (type === "text") return (content as { readonly body: string }).body;
  if (type === "button") return (content as { readonly text: string }).text;
  if (type === "reaction") return (content as { readonly emoji?: string }).emoji ?? words.unknown;
  if (type !== "interactive")
    return (content as { readonly caption?: string }).caption ?? `[${type}] ${words.unknown}`;
  const { body, button_reply: button, list_reply: row } = content as Interactive;
  return body?.text ?? button?.title ?? row?.title ?? words.unknown;
}

const headerOf = ({ content, template }: Message): string | undefined =>
  template?.header ?? (content as Partial<Interactive>).header?.text;
const footerOf = ({ content, template }: Message): string | undefined =>
  template?.footer ?? (content as Partial<Interactive>).footer?.text;

const marks = { "*": "b", _: "i", "~": "s" } as const;

/** WhatsApp's own marks: *bold*, _italic_, ~struck~. */
function formatted(text: string): ReactNode {
  return text.split(/([*_~][^\s*_~](?:[^*_~\n]*[^\s*_~])?[*_~])/).map((part, index) => {
    const mark = part.charAt(0) as keyof typeof marks;
    const isMarked = index % 2 === 1 && part.endsWith(mark);
    const Tag = isMarked ? marks[mark] : Fragment;
    return <Tag key={index}>{isMarked ? part.slice(1, -1) : part}</Tag>;
  });
}

const says = { queued: words.queued, sent: words.sent, delivered: words.delivered, read: words.seen };

function Ticks({ state }: { readonly state: NonNullable<Message["state"]> }) {
  return (
    <svg className="ticks" data-state={state} viewBox="0 0 18 12" role="img" aria-label={says[state]}>
      <title>{says[state]}</title>
      {state === "queued" ? (
        <path d="M9 1.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0 -9M9 3.5V6l2 1.2" />
      ) : (
        <path d="M1.5 6.5l3.2 3.2L11 2.3" />
      )}
      {(state === "delivered" || state === "read") && <path d="M7.6 8.6l1.2 1.1L15.5 2.3" />}
    </svg>
  );
}
