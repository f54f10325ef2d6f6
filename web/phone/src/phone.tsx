import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Composer } from "./composer.tsx";
import { Bubble } from "./message.tsx";
import { OptionList } from "./option-list.tsx";
import {
  type BusinessNumber,
  type Customer,
  type Interactive,
  type Message,
  type Outgoing,
  simulator,
} from "./simulator.ts";
import { type Settings, Switches } from "./switches.tsx";
import { locale, words } from "./words.ts";

const lateMs = 20_000;
/** As long as "typing…" is shown when nothing follows. */
const typingMs = 25_500;

/** One person's phone: the conversation with a number of the business, and how its messages travel. */
export function Phone({
  person,
  numbers,
  news,
  onClose,
}: {
  readonly person: Customer;
  readonly numbers: readonly BusinessNumber[];
  /** Grows whenever something happened to this person. */
  readonly news: number;
  readonly onClose: () => void;
}) {
  const [number, setNumber] = useState(numbers[0]?.phoneNumberId ?? "");
  const [now, setNow] = useState(person);
  const [messages, setMessages] = useState<readonly Message[]>();
  const [settings, setSettings] = useState<Settings>({ late: false, twice: false });
  const [answered, setAnswered] = useState<Message>();
  const [options, setOptions] = useState<Message>();
  const [failure, setFailure] = useState<string>();
  const log = useRef<HTMLDivElement>(null);

  /** Whether it went well. */
  const attempt = useCallback(async (work: Promise<unknown>): Promise<boolean> => {
    try {
      await work;
      setFailure(undefined);
      return true;
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      return false;
    }
  }, []);
  const refresh = useCallback(async () => {
    const [state, chat] = await Promise.all([
      simulator.customer(person.id),
      simulator.chat(person.id, number),
    ]);
    setNow(state);
    setMessages(chat);
  }, [person.id, number]);

  useEffect(() => {
    // Several things happen at once; one look shows them all.
    const timer = setTimeout(() => void attempt(refresh()), 40);
    return () => clearTimeout(timer);
  }, [news, refresh, attempt]);
  useEffect(() => {
    if (!now.seesTyping) return undefined;
    const timer = setTimeout(() => void attempt(refresh()), typingMs);
    return () => clearTimeout(timer);
  }, [now, refresh, attempt]);
  const count = messages?.length;
  useLayoutEffect(() => {
    const element = log.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  }, [count, now.seesTyping]);

  const send = async (message: Omit<Outgoing, "options">, replyTo = answered?.wamid): Promise<boolean> => {
    setAnswered(undefined);
    setOptions(undefined);
    const travel = {
      ...(replyTo === undefined ? {} : { replyTo }),
      ...(settings.late ? { lateMs } : {}),
      ...(settings.twice ? { copies: 2 } : {}),
    };
    return attempt(simulator.send(person.id, number, { ...message, options: travel }));
  };
  const business = numbers.find(({ phoneNumberId }) => phoneNumberId === number);
  const about = !now.online ? words.noNetwork : now.seesTyping ? words.typing : words.online;
  return (
    <section className="seat" aria-label={person.name}>
      <div className="person">
        <div>
          <h2>{person.name}</h2>
          <p>{person.waId === null ? person.id : `+${person.waId}`}</p>
        </div>
        <button
          type="button"
          className="plain"
          aria-label={words.close}
          title={words.close}
          onClick={onClose}
        >
          ✕
        </button>
      </div>
      <div className="phone" data-offline={!now.online}>
        <div className="phone-head">
          <span className="face" aria-hidden="true">
            {business?.name.charAt(0)}
          </span>
          <div>
            {numbers.length > 1 ? (
              <select value={number} onChange={({ target }) => setNumber(target.value)}>
                {numbers.map(({ phoneNumberId, name }) => (
                  <option key={phoneNumberId} value={phoneNumberId}>
                    {name}
                  </option>
                ))}
              </select>
            ) : (
              <strong>{business?.name}</strong>
            )}
            <small aria-live="polite" data-typing={now.online && now.seesTyping}>
              {about}
            </small>
          </div>
        </div>
        <div className="log" role="log" aria-label={business?.name} ref={log} tabIndex={0}>
          {messages?.length === 0 && <p className="hint">{words.empty}</p>}
          {(messages ?? []).map((message, index) => (
            <Bubble
              key={message.wamid}
              message={message}
              day={dayBegins(message, messages?.[index - 1])}
              quoted={messages?.find(({ wamid }) => wamid === message.replyTo)}
              onAnswer={() => setAnswered(message)}
              onOptions={() => setOptions(message)}
              onButton={(answer) => void send(answer, message.wamid)}
            />
          ))}
        </div>
        <Composer answered={answered} onCancel={() => setAnswered(undefined)} onSend={send} />
        {options !== undefined && (
          <OptionList
            list={options.content as Interactive}
            onCancel={() => setOptions(undefined)}
            onChoose={(list_reply) =>
              void send({ type: "interactive", content: { type: "list_reply", list_reply } }, options.wamid)
            }
          />
        )}
      </div>
      {failure !== undefined && (
        <p className="lost" role="alert">
          {failure}
        </p>
      )}
      <Switches
        online={now.online}
        settings={settings}
        onNetwork={(online) => {
          setNow({ ...now, online });
          void attempt(simulator.network(person.id, online));
        }}
        tellsRead={now.tellsRead}
        onTellRead={(tellsRead) => {
          setNow({ ...now, tellsRead });
          void attempt(simulator.tellRead(person.id, tellsRead));
        }}
        onChange={setSettings}
      />
    </section>
  );
}

/** The day as a heading when it is another one than that of the message before. */
function dayBegins({ at }: Message, before: Message | undefined): string | undefined {
  const day = (time: number): string =>
    new Date(time).toLocaleDateString(locale, { weekday: "long", day: "numeric", month: "long" });
  return before !== undefined && day(before.at) === day(at) ? undefined : day(at);
}
