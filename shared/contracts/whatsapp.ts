import * as z from "zod";

/**
 * What Meta sends to the webhook, as loosely as it is sent: unknown keys are kept, and anything that is not as expected
 * is kept for inspection instead of refused (docs/whatsapp.md lists the shapes seen).
 */
const text = z.string().optional();

const reply = z.looseObject({ id: z.string().max(256), title: z.string().max(256) });

/** What somebody tapped: a button, or a row of a list. Answers of other kinds are none of these. */
const WebhookReply = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("button_reply"), button_reply: reply }),
  z.looseObject({ type: z.literal("list_reply"), list_reply: reply }),
]);

export const WebhookMessage = z.looseObject({
  id: z.string().min(1).max(256),
  from: text,
  from_user_id: text,
  timestamp: z.string().regex(/^\d{9,11}$/),
  type: z.string().min(1).max(64),
  group_id: text,
  text: z.looseObject({ body: z.string() }).optional().catch(undefined),
  interactive: WebhookReply.optional().catch(undefined),
});
export type WebhookMessage = z.infer<typeof WebhookMessage>;

export const WebhookStatus = z.looseObject({
  id: z.string().min(1).max(256),
  status: z.string().min(1).max(64),
  timestamp: z.string().regex(/^\d{9,11}$/),
  recipient_id: text,
  recipient_user_id: text,
  biz_opaque_callback_data: text,
  errors: z
    .array(
      z.looseObject({
        code: z.number().int().optional(),
        title: text,
        message: text,
        error_data: z.looseObject({ details: text }).optional(),
      }),
    )
    .optional()
    .catch(undefined),
});
export type WebhookStatus = z.infer<typeof WebhookStatus>;

export const WebhookContact = z.looseObject({
  wa_id: text,
  user_id: text,
  profile: z.looseObject({ name: text, username: text }).optional().catch(undefined),
});
export type WebhookContact = z.infer<typeof WebhookContact>;

/** The part of a change that says which number it is about and what happened. */
export const WebhookValue = z.looseObject({
  metadata: z.looseObject({ phone_number_id: z.string().min(1).max(64) }),
  contacts: z.array(z.unknown()).optional().catch(undefined),
  messages: z.array(z.unknown()).optional().catch(undefined),
  statuses: z.array(z.unknown()).optional().catch(undefined),
  errors: z.array(z.unknown()).optional().catch(undefined),
});
export type WebhookValue = z.infer<typeof WebhookValue>;

export const WebhookBody = z.looseObject({
  object: z.string().optional(),
  entry: z.array(
    z.looseObject({
      id: text,
      changes: z
        .array(z.looseObject({ field: z.string().optional(), value: z.unknown() }))
        .optional()
        .catch(undefined),
    }),
  ),
});
export type WebhookBody = z.infer<typeof WebhookBody>;

const addressed = {
  messaging_product: z.literal("whatsapp"),
  recipient_type: z.literal("individual"),
  to: z.string().optional(),
  recipient: z.string().optional(),
  /** Ours: comes back in every status of this message. At most 512 characters. */
  biz_opaque_callback_data: z.string().max(512),
};

/** What a template's body is filled with, in order. */
const TemplateBody = z.strictObject({
  type: z.literal("body"),
  parameters: z.array(z.strictObject({ type: z.literal("text"), text: z.string() })).min(1),
});

const ReplyButton = z.strictObject({
  type: z.literal("reply"),
  reply: z.strictObject({ id: z.string(), title: z.string() }),
});
const Row = z.strictObject({ id: z.string(), title: z.string(), description: z.string().optional() });
const body = z.strictObject({ text: z.string() });

/** A question with options: as buttons, or as a list of one section, which needs no title. */
const Interactive = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("button"),
    body,
    action: z.strictObject({ buttons: z.array(ReplyButton).min(1).max(3) }),
  }),
  z.strictObject({
    type: z.literal("list"),
    body,
    action: z.strictObject({
      button: z.string(),
      sections: z.tuple([z.strictObject({ rows: z.array(Row).min(1).max(10) })]),
    }),
  }),
]);

/** The body of `POST /{version}/{phone number id}/messages`. `to` takes a phone with +, `recipient` a user id. */
export const SendRequest = z.discriminatedUnion("type", [
  z.strictObject({
    ...addressed,
    type: z.literal("text"),
    text: z.strictObject({ body: z.string(), preview_url: z.literal(false) }),
  }),
  z.strictObject({ ...addressed, type: z.literal("interactive"), interactive: Interactive }),
  z.strictObject({
    ...addressed,
    type: z.literal("template"),
    /** Without `components` where the body has no parameter. */
    template: z.strictObject({
      name: z.string(),
      language: z.strictObject({ code: z.string() }),
      components: z.tuple([TemplateBody]).optional(),
    }),
  }),
]);
export type SendRequest = z.infer<typeof SendRequest>;

export const SendResponse = z.looseObject({
  messages: z.tuple([z.looseObject({ id: z.string().min(1).max(256) })], z.unknown()),
});

export const GraphErrorBody = z.looseObject({
  error: z.looseObject({
    message: text,
    code: z.number().int(),
    error_data: z.looseObject({ details: text }).optional().catch(undefined),
  }),
});

/** A template as Meta keeps it; texts with `{{…}}` where values go. */
export interface KeptTemplate {
  readonly name: string;
  readonly language: string;
  readonly category: string;
  /** Whether values are told by name, and not by their place. */
  readonly named: boolean;
  readonly header: { readonly format: string; readonly text: string } | null;
  readonly body: string;
  readonly footer: string | null;
  readonly buttons: readonly { readonly type: string; readonly text: string; readonly url: string | null }[];
}
