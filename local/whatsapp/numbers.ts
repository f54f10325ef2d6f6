import { type Answer, errorAnswer } from "./http.ts";
import { graphError } from "./errors.ts";
import type { JsonObject } from "./types.ts";
import type { NumberState } from "./world.ts";

/** What Meta gives of a number when it is not told which fields are wanted. */
const usual = [
  "verified_name",
  "code_verification_status",
  "display_phone_number",
  "quality_rating",
  "platform_type",
];

/** `GET /{phone_number_id}?fields=`: the fields asked for, and always the id. */
export function aboutNumber(number: NumberState, fields: string | null): Answer {
  const known: JsonObject = {
    id: number.phoneNumberId,
    verified_name: "Simulated business",
    code_verification_status: "VERIFIED",
    display_phone_number: number.displayPhoneNumber,
    quality_rating: "GREEN",
    platform_type: "CLOUD_API",
    status: "CONNECTED",
    name_status: "APPROVED",
  };
  const asked = fields === null ? usual : fields.split(",").map((field) => field.trim());
  const unknown = asked.find((field) => !(field in known));
  if (unknown !== undefined) {
    return errorAnswer(
      graphError(100, {
        message: `(#100) Tried accessing nonexisting field (${unknown}) on node type (WhatsAppBusinessPhoneNumber)`,
      }),
    );
  }
  const told = Object.entries(known).filter(([field]) => field === "id" || asked.includes(field));
  return { status: 200, json: Object.fromEntries(told) };
}
