/** A business that can be written to. */
export interface BusinessNumber {
  readonly phoneNumberId: string;
  readonly displayPhoneNumber: string;
  readonly name: string;
}

/** A person with a phone. */
export interface Customer {
  readonly id: string;
  readonly waId: string | null;
  readonly name: string;
  readonly online: boolean;
  /** Whether the business may write freely, which it may for a day after the customer wrote. */
  readonly windowOpen: boolean;
  /** Whether the business is seen typing. */
  readonly seesTyping: boolean;
  /** Whether the phone tells that messages were read. */
  readonly tellsRead: boolean;
}

interface Reply {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
}

/** What Meta calls `interactive`, in either direction. */
export interface Interactive {
  readonly type: "button" | "list" | "button_reply" | "list_reply" | (string & {});
  readonly header?: { readonly text?: string };
  readonly body?: { readonly text: string };
  readonly footer?: { readonly text: string };
  readonly action?: {
    readonly button?: string;
    readonly buttons?: readonly { readonly reply: Reply }[];
    readonly sections?: readonly { readonly title?: string; readonly rows: readonly Reply[] }[];
  };
  readonly button_reply?: Reply;
  readonly list_reply?: Reply;
}

/** A message of either side. */
export interface Message {
  readonly wamid: string;
  readonly at: number;
  readonly from: "customer" | "business";
  readonly type: string;
  readonly content: unknown;
  readonly replyTo?: string;
  readonly state?: "queued" | "sent" | "delivered" | "read";
  readonly template?: {
    readonly header?: string;
    readonly body: string;
    readonly footer?: string;
    readonly buttons: readonly { readonly type: string; readonly text: string; readonly payload: string }[];
  };
}

/** What is written, and how it travels. */
export interface Outgoing {
  readonly type: string;
  readonly content: unknown;
  readonly options?: { readonly replyTo?: string; readonly lateMs?: number; readonly copies?: number };
}

const base = "/_simulator";

async function ask<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(
    `${base}${path}`,
    body === undefined
      ? {}
      : {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        },
  );
  const json = (await response.json()) as T & { readonly error?: string };
  if (!response.ok) throw new Error(json.error ?? String(response.status));
  return json;
}

const of = (id: string): string => `/customers/${encodeURIComponent(id)}`;

/** The simulator's control API. Every call rejects with the simulator's own words. */
export const simulator = {
  numbers: () => ask<readonly BusinessNumber[]>("/numbers"),
  customers: () => ask<readonly Customer[]>("/customers"),
  create: (person: { readonly name: string; readonly waId: string }) => ask<Customer>("/customers", person),
  customer: (id: string) => ask<Customer>(of(id)),
  chat: (id: string, phoneNumberId: string) =>
    ask<readonly Message[]>(`${of(id)}/chat?phoneNumberId=${encodeURIComponent(phoneNumberId)}`),
  send: (id: string, phoneNumberId: string, message: Outgoing) =>
    ask<{ readonly wamid: string }>(`${of(id)}/messages`, { phoneNumberId, ...message }),
  network: (id: string, online: boolean) => ask(`${of(id)}/network`, { online }),
  /** Whether the phone tells that messages were read; that they arrived it always tells. */
  tellRead: (id: string, tells: boolean) =>
    ask(`${of(id)}/behaviour`, { statuses: ["sent", "delivered", ...(tells ? ["read"] : [])] }),
};

const kinds = ["customer", "inbound", "progress", "network", "received", "status", "read_by_business"];

/** Calls back when something happened to a customer (undefined: to anybody), and when contact is lost or found again. */
export function follow(
  changed: (customerId: string | undefined) => void,
  contact: (there: boolean) => void,
): () => void {
  const events = new EventSource(`${base}/events`);
  const listen = ({ data }: MessageEvent<string>): void =>
    changed((JSON.parse(data) as { readonly customerId?: string }).customerId);
  for (const kind of kinds) events.addEventListener(kind, listen);
  events.addEventListener("open", () => {
    contact(true);
    changed(undefined);
  });
  events.addEventListener("error", () => contact(false));
  return () => events.close();
}
