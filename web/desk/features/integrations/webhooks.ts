import type { AnswerOf } from "../../lib/api/types.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useRecords, useRefresh } from "../../lib/ui/use-records.ts";

export type Webhook = AnswerOf<"listWebhooks">["items"][number];
export type Delivery = AnswerOf<"listWebhookDeliveries">["items"][number];

const webhooksKey = "webhooks";

/** The outgoing webhooks of the business. */
export function useWebhooks() {
  const { call } = useDesk();
  return useRecords([webhooksKey], (cursor, signal) =>
    call("listWebhooks", { query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) } }, { signal }),
  );
}

/** Makes the list of webhooks ask again. */
export function useWebhooksChanged(): () => void {
  const refresh = useRefresh();
  return () => refresh(webhooksKey);
}
