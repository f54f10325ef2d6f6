import type { AccountState, NumberState } from "./world.ts";
import { accountOf, inBackground } from "./world.ts";
import { graphError, isGraphError, objectNotFound } from "./errors.ts";
import { aboutNumber } from "./numbers.ts";
import type { FailureOrder } from "./failures.ts";
import { type Answer, type Call, errorAnswer, jsonObject } from "./http.ts";
import { mediaAnswer, type StoredMedia } from "./media.ts";
import { acceptRead, acceptSend, addressOf, type SendDependencies } from "./send.ts";
import { postStatuses } from "./statuses.ts";
import { subscribe } from "./subscriptions.ts";
import { listTemplates } from "./templates.ts";
import type { JsonObject } from "./types.ts";

/** What the Graph API needs. */
export interface GraphDependencies extends SendDependencies {
  /** Newest version there is, e.g. `v26.0`; calls to older ones are served by it, newer ones do not exist. */
  readonly version: string;
}

/** Answers one call of the Graph API, after `/{version}` or, for a download, `/_media`. */
export async function answerGraph(deps: GraphDependencies, call: Call): Promise<Answer> {
  const { world, media, version } = deps;
  const [head = "", id = "", edge] = call.path;
  const numbers = [...world.numbers.values()].filter(({ accessToken }) => accessToken === call.token);
  if (head !== "_media" && !versionExists(head, version))
    return errorAnswer(graphError(2500, { message: `Unknown path components: ${call.url.pathname}` }));
  if (numbers.length === 0)
    return errorAnswer(
      graphError(190, { message: "Invalid OAuth access token - Cannot parse access token" }),
    );
  if (head === "_media") return download(deps, id);
  const number = numbers.find(({ phoneNumberId }) => phoneNumberId === id);
  const account = numbers.some(({ wabaId }) => wabaId === id) ? accountOf(world, id) : undefined;
  const file = numbers
    .map(({ phoneNumberId }) => media.find(id, phoneNumberId))
    .find((found) => found !== undefined);
  const route = `${call.method} ${edge ?? ""}`;
  if (number && route === "POST messages") return messages(deps, number, call);
  if (number && route === "POST media") return upload(deps, number, call);
  if (number && route === "GET ") return aboutNumber(number, call.url.searchParams.get("fields"));
  if (account && route === "GET message_templates") return templates(deps, account, call);
  if (account && edge === "subscribed_apps") return subscribe(account, numbers, call);
  if (file && (route === "GET " || route === "DELETE ")) return oneFile(deps, file, call);
  return errorAnswer(objectNotFound(call.method, id));
}

function versionExists(asked: string, newest: string): boolean {
  const number = (text: string): number => Number(/^v(\d+\.\d+)$/.exec(text)?.[1] ?? Number.NaN);
  return number(asked) <= number(newest);
}

async function messages(deps: GraphDependencies, number: NumberState, call: Call): Promise<Answer> {
  const { world, failures } = deps;
  const body = jsonObject(call.body);
  if (body?.["messaging_product"] !== "whatsapp")
    return errorAnswer(graphError(100, { message: "(#100) The parameter messaging_product is required." }));
  const { phoneNumberId } = number;
  if (body["status"] === "read") {
    const failure = failures.take({ on: "read", phoneNumberId });
    if (failure && !failure.after) return failed(failure);
    const result = acceptRead(world, number, body);
    return failure
      ? failed(failure)
      : isGraphError(result)
        ? errorAnswer(result)
        : { status: 200, json: result };
  }
  const address = addressOf(world, body);
  if (isGraphError(address)) return errorAnswer(address);
  const failure = failures.take({ on: "messages", phoneNumberId, to: address.input });
  const later = failure?.kind === "async" ? failure : undefined;
  if (failure && !later && !failure.after) return failed(failure);
  const result = acceptSend(deps, number, body, address, later && asyncFailure(later));
  if (isGraphError(result)) return errorAnswer(result);
  const { tracked, reply, beforeReply } = result;
  if (beforeReply) await postStatuses(world, tracked);
  const answer: Answer = failure && !later ? failed(failure) : { status: 200, json: reply };
  if (beforeReply) return answer;
  const { promise: left, resolve: sent } = Promise.withResolvers<void>();
  inBackground(
    world,
    left.then(() => postStatuses(world, tracked)),
  );
  return { ...answer, sent };
}

function asyncFailure({ code = 131000, details }: FailureOrder): { code: number; details?: string } {
  return details === undefined ? { code } : { code, details };
}

async function upload(deps: GraphDependencies, number: NumberState, call: Call): Promise<Answer> {
  const failure = deps.failures.take({ on: "media", phoneNumberId: number.phoneNumberId });
  if (failure && !failure.after) return failed(failure);
  const form = await new Response(new Uint8Array(call.body), {
    headers: { "content-type": call.contentType },
  })
    .formData()
    .catch(() => undefined);
  if (form?.get("messaging_product") !== "whatsapp")
    return errorAnswer(graphError(100, { message: "(#100) The parameter messaging_product is required." }));
  const file = form.get("file");
  if (!(file instanceof Blob))
    return errorAnswer(graphError(100, { message: "(#100) The parameter file is required." }));
  const bytes = Buffer.from(await file.arrayBuffer());
  const stored = deps.media.upload(number.phoneNumberId, bytes, file.type);
  if (isGraphError(stored)) return errorAnswer(stored);
  return failure ? failed(failure) : { status: 200, json: { id: stored.id } };
}

function oneFile({ media, failures }: GraphDependencies, file: StoredMedia, call: Call): Answer {
  const failure = failures.take({ on: "media", phoneNumberId: file.phoneNumberId });
  if (failure && !failure.after) return failed(failure);
  const asked = call.url.searchParams.get("phone_number_id");
  if (asked !== null && asked !== file.phoneNumberId)
    return errorAnswer(objectNotFound(call.method, file.id));
  const json: JsonObject =
    call.method === "DELETE" ? { success: media.delete(file.id) } : mediaAnswer(file, media.urlOf(file));
  return failure ? failed(failure) : { status: 200, json };
}

function download({ media, failures }: GraphDependencies, token: string): Answer {
  const file = media.byUrlToken(token);
  if (!file) return { status: 404, bytes: "URL signature expired", contentType: "text/plain" };
  const failure = failures.take({ on: "media", phoneNumberId: file.phoneNumberId });
  return failure ? failed(failure) : { status: 200, bytes: file.bytes, contentType: file.mimeType };
}

function templates({ failures }: GraphDependencies, account: AccountState, call: Call): Answer {
  const failure = failures.take({ on: "templates" });
  if (failure) return failed(failure);
  return { status: 200, json: listTemplates(account.templates, call.url.searchParams, call.url.href) };
}

function failed({ kind = "error", code = 131000, httpStatus, details }: FailureOrder): Answer {
  switch (kind) {
    case "html":
      return {
        status: httpStatus ?? 503,
        bytes:
          "<!DOCTYPE html><html><head><title>Error</title></head><body>Sorry, something went wrong.</body></html>",
        contentType: "text/html; charset=utf-8",
      };
    case "timeout":
      return { silent: true };
    case "cut":
      return { hangUp: true };
    case "error":
    case "async":
      return errorAnswer(
        graphError(code, {
          ...(httpStatus === undefined ? {} : { status: httpStatus }),
          ...(details === undefined ? {} : { details }),
        }),
      );
  }
}
