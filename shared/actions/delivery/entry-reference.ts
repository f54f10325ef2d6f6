import { TicketId } from "../../contracts/ids.ts";

/** An entry as it travels through Meta in `biz_opaque_callback_data`: it comes back in every status of the message. */
export interface EntryReference {
  readonly ticketId: TicketId;
  readonly number: number;
}

export const writeReference = ({ ticketId, number }: EntryReference): string => `${ticketId}.${number}`;

/** The entry that a reference names, or undefined when the text is none of ours. */
export function readReference(text: string | undefined): EntryReference | undefined {
  const parts = /^([^.]+)\.([1-9]\d{0,9})$/.exec(text ?? "");
  const ticketId = TicketId.safeParse(parts?.[1]);
  return ticketId.success ? { ticketId: ticketId.data, number: Number(parts?.[2]) } : undefined;
}
