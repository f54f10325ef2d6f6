import { useQuery } from "@tanstack/react-query";
import type { AnswerOf } from "../../lib/api/types.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useRecords, useRefresh } from "../../lib/ui/use-records.ts";

export type Webhook = AnswerOf<"listWebhooks">["items"][number];
export type Delivery = AnswerOf<"listWebhookDeliveries">["items"][number];

const webhooksKey = "webhooks";

const pageOf = (cursor: string | undefined) => ({
  query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) },
});

/** The outgoing webhooks of the business. */
export function useWebhooks() {
  const { call } = useDesk();
  return useRecords([webhooksKey], (cursor, signal) => call("listWebhooks", pageOf(cursor), { signal }));
}

/** One of them, wherever in the list it is: the API tells it nowhere else. Null: there is none of this id. */
export function useWebhook(webhookId: string) {
  const { call } = useDesk();
  return useQuery({
    queryKey: [webhooksKey, webhookId],
    queryFn: async ({ signal }): Promise<Webhook | null> => {
      let cursor: string | undefined;
      do {
        const page = await call("listWebhooks", pageOf(cursor), { signal });
        const found = page.items.find(({ id }) => id === webhookId);
        if (found !== undefined) return found;
        cursor = page.cursor ?? undefined;
      } while (cursor !== undefined);
      return null;
    },
  });
}

/** Makes the list of webhooks, and each of them, ask again. */
export function useWebhooksChanged(): () => void {
  const refresh = useRefresh();
  return () => refresh(webhooksKey);
}
