import * as z from "zod";

/** An instant: ISO 8601 in UTC with milliseconds, so that text order is time order. */
export const Time = z.iso.datetime({ precision: 3 }).brand<"Time">();
export type Time = z.infer<typeof Time>;

/** A name that people give to things: trimmed, 1 to 120 characters. */
export const Name = z.string().trim().min(1).max(120);

export const Role = z.enum(["admin", "supervisor", "agent", "viewer"]);
export type Role = z.infer<typeof Role>;

export const ChannelKind = z.enum(["whatsapp", "webchat"]);
export type ChannelKind = z.infer<typeof ChannelKind>;

/** Languages of texts shown to people; the first is the default. */
export const Locale = z.enum(["pt-BR", "en", "es"]);
export type Locale = z.infer<typeof Locale>;

/** 0 is the ordinary priority; a higher number is served before a lower one. */
export const Priority = z.int().min(0).max(9);

/**
 * Where a contact is reached on WhatsApp. `phone` is exactly what WhatsApp sent (`wa_id`, digits without +); `userId` is
 * the business-scoped user id, which stands alone once the person has taken a username. At least one is present.
 */
export const WhatsAppAddress = z
  .strictObject({
    phone: z
      .string()
      .regex(/^\d{5,20}$/)
      .optional(),
    userId: z.string().min(3).max(140).optional(),
  })
  .refine(
    (address) => address.phone !== undefined || address.userId !== undefined,
    "needs a phone or a user id",
  );
export type WhatsAppAddress = z.infer<typeof WhatsAppAddress>;

/** Any JSON value: what is kept as the outside world sent it. */
export const Json = z.json();
export type Json = z.infer<typeof Json>;
