import type { IncomingMessage, ServerResponse } from "node:http";
import { pageHeaders, staticFile } from "../http/static-files.ts";
import { type Call, fromThisMachine, writeAnswer } from "./http.ts";

/** Answers `/phone/…` from the folder of the phone's page, to this machine only. */
export async function answerPage(
  folder: string,
  { method, path, url }: Call,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refuse = (status: number, error: string): void => writeAnswer(response, { status, json: { error } });
  if (!fromThisMachine(request)) return refuse(403, "the phone answers loopback only");
  if (method !== "GET") return refuse(405, `${method} ${url.pathname}`);
  if (url.pathname === "/phone") {
    response.writeHead(308, { location: "/phone/" }).end();
    return;
  }
  const file = await staticFile(folder, path.slice(1).join("/"));
  if (file === undefined) return refuse(404, `no ${url.pathname}`);
  response.writeHead(200, { ...pageHeaders, "content-type": file.contentType }).end(file.bytes);
}
