import { graphError, objectNotFound } from "./errors.ts";
import { shakeHands } from "./handshake.ts";
import { type Answer, type Call, errorAnswer, jsonObject } from "./http.ts";
import type { JsonObject } from "./types.ts";
import type { AccountState, NumberState } from "./world.ts";

/** `subscribed_apps` of an account: whether webhooks flow, and to where if not to the app's own callback. */
export async function subscribe(
  account: AccountState,
  numbers: readonly NumberState[],
  call: Call,
): Promise<Answer> {
  if (call.method === "GET") {
    const app = {
      whatsapp_business_api_data: {
        id: "1000",
        name: "Simulated app",
        link: "https://www.facebook.com/games/",
      },
    };
    const override = account.overrideUrl === undefined ? {} : { override_callback_uri: account.overrideUrl };
    return { status: 200, json: { data: account.subscribed ? [{ ...app, ...override }] : [] } };
  }
  if (call.method === "DELETE") {
    account.subscribed = false;
    account.overrideUrl = undefined;
    return { status: 200, json: { success: true } };
  }
  if (call.method !== "POST" || numbers.length === 0)
    return errorAnswer(objectNotFound(call.method, account.id));
  const body: JsonObject = jsonObject(call.body) ?? {};
  const { override_callback_uri: url, verify_token: verifyToken } = body;
  if (typeof url === "string") {
    const result = await shakeHands(url, typeof verifyToken === "string" ? verifyToken : "");
    if (!result.ok) {
      return errorAnswer(
        graphError(2200, {
          message: `(#2200) Callback verification failed with the following errors: HTTP Status Code = ${result.status}`,
        }),
      );
    }
  }
  account.overrideUrl = typeof url === "string" ? url : undefined;
  account.subscribed = true;
  return { status: 200, json: { success: true } };
}
