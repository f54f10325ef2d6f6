import type { WebhookOutcome, WebhookPost } from "../../../shared/ports/webhooks.ts";
import { admin, request } from "../organisation/support.ts";
import type { Desk } from "../../support/desk.ts";
import type { Webhook } from "../../../shared/contracts/webhooks.ts";
import { createWebhook } from "../../../shared/actions/webhooks/create.ts";

/** Adds a webhook that is told of everything there is to tell of tickets, unless `changes` say otherwise. */
export const addWebhook = (desk: Desk, changes: Partial<Webhook> = {}, key?: string) =>
  createWebhook(desk, request(key, changes), {
    ...{ actor: admin, name: "CRM", url: "https://receiver.example/desk", sectorIds: null, active: true },
    events: ["ticket.opened", "ticket.queued", "message.sent", "message.status"],
    ...changes,
  });

/** A receiver that answers 200 unless told otherwise, and the desk of the function that posts to it. */
export function receiving(desk: Desk) {
  const posts: WebhookPost[] = [];
  const answers: (number | "timeout")[] = [];
  const logged: unknown[] = [];
  return {
    posts,
    logged,
    answer: (...next: (number | "timeout")[]) => void answers.push(...next),
    deps: {
      ...desk,
      log: { ...desk.log, warn: (...line: unknown[]) => void logged.push(line) },
      sender: {
        post: async (message: WebhookPost): Promise<WebhookOutcome> => {
          posts.push(message);
          const answer = answers.shift() ?? 200;
          return answer === "timeout"
            ? { kind: "failed", problem: "timeout", milliseconds: 10_000 }
            : { kind: "answered", httpStatus: answer, milliseconds: 7 };
        },
      },
    },
  };
}
