import type { SendOutcome, WhatsApp } from "../../shared/ports/ports.ts";
import type { Clock } from "../../shared/ports/ports.ts";
import type { SendRequest } from "../../shared/contracts/whatsapp.ts";

/** What Meta does with one post, and what it says of it. */
export interface Treatment {
  /** Whether Meta took the message, whatever it answered. */
  readonly accepted: boolean;
  /** `accepted` answers with the message's id. */
  readonly answer: "accepted" | "unknown" | { readonly code: number; readonly httpStatus: number };
  /** Statuses Meta will tell of, in the order in which they happen. */
  readonly statuses: readonly ("sent" | "delivered" | "read" | "failed")[];
}

/** One post that reached Meta. */
export interface Post {
  /** What we put into `biz_opaque_callback_data`: the entry. */
  readonly reference: string;
  readonly text: string;
  readonly to: string;
  readonly accepted: boolean;
  /** The answer left no doubt that Meta did not take it. */
  readonly surelyNot: boolean;
}

/** A status of a message Meta took, to be told by webhook. */
export interface StatusEvent {
  readonly phoneNumberId: string;
  readonly reference: string;
  readonly providerId: string;
  readonly status: "sent" | "delivered" | "read" | "failed";
  readonly recipient: string;
}

/** Meta's Graph API in memory: `treat` decides what becomes of each post. */
export function createGraph(options: {
  readonly clock: Clock;
  readonly treat: (reference: string, attempt: number) => Treatment;
  readonly tell: (event: StatusEvent) => void;
}): WhatsApp & { readonly posts: readonly Post[] } {
  const posts: Post[] = [];
  const attempts = new Map<string, number>();
  return {
    posts,
    send: async (phoneNumberId, _accessToken, request): Promise<SendOutcome> => {
      const reference = request.biz_opaque_callback_data;
      const recipient = request.to ?? request.recipient ?? "";
      const attempt = (attempts.get(reference) ?? 0) + 1;
      attempts.set(reference, attempt);
      const { accepted, answer, statuses } = options.treat(reference, attempt);
      const surelyNot = typeof answer === "object" && !doubtful.has(answer.code) && answer.httpStatus < 500;
      posts.push({ reference, text: textOf(request), to: recipient, accepted, surelyNot });
      const providerId = `wamid.out.${posts.length}`;
      if (accepted) {
        for (const status of statuses) {
          options.tell({ phoneNumberId, reference, providerId, status, recipient });
        }
      }
      if (answer === "accepted") return { kind: "accepted", providerId };
      if (answer === "unknown") return { kind: "unknown", detail: "cut" };
      return { kind: "refused", ...answer, detail: "refused" };
    },
  };
}

/** What the customer reads: of a template, its name and what it is filled with. */
const textOf = (request: SendRequest): string => {
  if (request.type === "text") return request.text.body;
  if (request.type === "interactive") return request.interactive.body.text;
  const { name, components } = request.template;
  return [name, ...(components?.[0].parameters.map(({ text }) => text) ?? [])].join(" ");
};

/** Codes that say "try again" without saying that the message was not sent (facts page, §4). */
const doubtful: ReadonlySet<number> = new Set([1, 2, 131_000, 131_016, 131_057, 133_004]);
