import type { GraphAnswer, WhatsAppNumbers } from "../ports/numbers.ts";
import { GraphErrorBody, type KeptTemplate } from "../contracts/whatsapp.ts";
import * as z from "zod";

const text = z.string().nullish().catch(null);

/** The fields that are asked for, of which Meta may leave out any but the first. */
const PhoneNumber = z.looseObject({
  display_phone_number: z.string().min(1).max(64),
  verified_name: text,
  quality_rating: text,
});

const SubscribedApps = z.looseObject({
  data: z.array(
    z.looseObject({
      whatsapp_business_api_data: z.looseObject({ id: text, name: text }).optional().catch(undefined),
      override_callback_uri: text,
    }),
  ),
});

const component = z.looseObject({
  type: z.string(),
  format: text,
  text,
  buttons: z
    .array(z.looseObject({ type: z.string(), text, url: text }))
    .optional()
    .catch(undefined),
});

const Templates = z.looseObject({
  data: z.array(
    z.looseObject({
      name: z.string(),
      language: z.string(),
      category: z.string().catch("UTILITY"),
      parameter_format: text,
      components: z.array(component),
    }),
  ),
  paging: z
    .looseObject({ cursors: z.looseObject({ after: text }).optional(), next: text })
    .optional()
    .catch(undefined),
});

/** Pages of templates that are asked for: of a hundred each. */
const templatePages = 10;

/** What Meta's Graph API says of numbers and accounts. `url` ends with the version, as in `https://graph.facebook.com/v26.0`. */
export function createWhatsAppNumbers(options: {
  readonly url: string;
  /** How long to wait for a whole answer, in milliseconds. */
  readonly timeout?: number;
}): WhatsAppNumbers {
  const base = options.url.replace(/\/+$/, "");
  const timeout = options.timeout ?? 8_000;
  const ask = async <Value>(
    path: string,
    accessToken: string,
    schema: z.ZodType<Value>,
  ): Promise<GraphAnswer<Value>> => {
    const question = new Request(`${base}/${path}`, {
      headers: { authorization: `Bearer ${accessToken}` },
      // A redirect would carry the token elsewhere.
      redirect: "manual",
      signal: AbortSignal.timeout(timeout),
    });
    try {
      const response = await fetch(question);
      return answerOf(response.status, await response.text(), schema);
    } catch (error) {
      return { kind: "unknown", detail: error instanceof Error ? error.name : "no answer" };
    }
  };
  return {
    number: async (phoneNumberId, accessToken) => {
      const fields = "display_phone_number,verified_name,quality_rating";
      const path = `${encodeURIComponent(phoneNumberId)}?fields=${fields}`;
      return mapped(await ask(path, accessToken, PhoneNumber), (it) => ({
        displayNumber: it.display_phone_number,
        verifiedName: it.verified_name ?? null,
        quality: it.quality_rating ?? null,
      }));
    },
    subscriptions: async (wabaId, accessToken) => {
      const path = `${encodeURIComponent(wabaId)}/subscribed_apps`;
      return mapped(await ask(path, accessToken, SubscribedApps), ({ data }) =>
        data.map(({ whatsapp_business_api_data: app, override_callback_uri: callbackUrl }) => ({
          app: app?.name ?? app?.id ?? "an app without a name",
          callbackUrl: callbackUrl ?? null,
        })),
      );
    },
    templates: async (wabaId, accessToken) => {
      const kept: KeptTemplate[] = [];
      let after = "";
      for (let page = 0; page < templatePages; page += 1) {
        const query = new URLSearchParams({
          fields: "name,language,category,components,parameter_format",
          status: "APPROVED",
          limit: "100",
          ...(after === "" ? {} : { after }),
        });
        const path = `${encodeURIComponent(wabaId)}/message_templates?${query.toString()}`;
        const answer = await ask(path, accessToken, Templates);
        if (answer.kind !== "ok") return answer;
        const { data, paging } = answer.value;
        kept.push(...data.map(templateOf));
        after = paging?.cursors?.after ?? "";
        if (typeof paging?.next !== "string" || after === "") break;
      }
      return { kind: "ok", value: kept };
    },
  };
}

function templateOf(told: z.infer<typeof Templates>["data"][number]): KeptTemplate {
  const part = (type: string) => told.components.find((it) => it.type.toUpperCase() === type);
  const header = part("HEADER");
  return {
    ...{ name: told.name, language: told.language, category: told.category },
    named: told.parameter_format === "NAMED",
    header: header === undefined ? null : { format: header.format ?? "TEXT", text: header.text ?? "" },
    body: part("BODY")?.text ?? "",
    footer: part("FOOTER")?.text ?? null,
    buttons: (part("BUTTONS")?.buttons ?? []).map((it) => ({
      ...{ type: it.type, text: it.text ?? "", url: it.url ?? null },
    })),
  };
}

function answerOf<Value>(status: number, body: string, schema: z.ZodType<Value>): GraphAnswer<Value> {
  const json = parsed(body);
  const refusal = GraphErrorBody.safeParse(json);
  if (refusal.success && status >= 400) {
    const { code, message, error_data } = refusal.data.error;
    return { kind: "refused", code, detail: (error_data?.details ?? message ?? "").slice(0, 500) };
  }
  const value = schema.safeParse(json);
  if (status !== 200 || !value.success) return { kind: "unknown", detail: `HTTP ${status}` };
  return { kind: "ok", value: value.data };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const mapped = <From, To>(answer: GraphAnswer<From>, map: (value: From) => To): GraphAnswer<To> =>
  answer.kind === "ok" ? { kind: "ok", value: map(answer.value) } : answer;
