import { addressOf, createCall } from "../../../web/desk/lib/api/client.ts";
import { describe, expect, it } from "vitest";
import { errorTextsIn, routeMap } from "../../../web/desk/build/contracts.ts";
import { ApiError } from "../../../web/desk/lib/api/error.ts";
import { errorTable } from "../../../shared/contracts/errors.ts";
import type { RouteMap } from "../../../web/desk/lib/api/client.ts";
import type { TicketId } from "../../../shared/contracts/ids.ts";
import { routes } from "../../../shared/contracts/routes/table.ts";

const map = routeMap() as unknown as RouteMap;
const ticketId = "tkt_1" as TicketId;

/** A client whose requests are kept and all answered in one way. */
function client(answer: () => Promise<Response>) {
  const asked: { url: string; init: RequestInit }[] = [];
  const call = createCall(map, (url, init) => {
    asked.push({ url: String(url), init: init ?? {} });
    return answer();
  });
  return { asked, call };
}

const json = (status: number, body: unknown) => () => Promise.resolve(Response.json(body, { status }));

describe("what the build takes of the contracts", () => {
  it("has each route under its name, without its schemas", () => {
    expect(Object.keys(map)).toEqual(Object.keys(routes));
    expect(map.takeTicket).toEqual(["POST", "/tickets/{ticketId}/take", 200]);
  });

  it("has a text for each error in each language", () => {
    for (const locale of ["pt-BR", "en", "es"] as const)
      expect(Object.keys(errorTextsIn(locale))).toEqual(Object.keys(errorTable));
  });
});

describe("the client of the API", () => {
  it("fills paths and queries, and leaves out what is not given", () => {
    expect(
      addressOf("/tickets/{ticketId}/timeline", {
        params: { ticketId: "a/b" },
        query: { after: 3, limit: undefined },
      }),
    ).toBe("/v1/tickets/a%2Fb/timeline?after=3");
  });

  it("sends token, key and body, and gives the answer", async () => {
    const { asked, call } = client(json(201, { id: "x" }));
    await call(
      "addNote",
      { params: { ticketId }, body: { text: "hm" } },
      { token: "t", idempotencyKey: "k" },
    );
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      url: "/v1/tickets/tkt_1/notes",
      init: {
        method: "POST",
        body: `{"text":"hm"}`,
        headers: { authorization: "Bearer t", "idempotency-key": "k" },
      },
    });
  });

  it("rejects with the API's code and details", async () => {
    const { call } = client(
      json(409, { error: { code: "AGENT_AT_LIMIT", message: "", details: { limit: 2 }, requestId: "r" } }),
    );
    await expect(call("takeTicket", { params: { ticketId }, body: {} })).rejects.toMatchObject({
      code: "AGENT_AT_LIMIT",
      status: 409,
      details: { limit: 2 },
    });
  });

  it("tells an answer of something else from the API's", async () => {
    const { call } = client(() => Promise.resolve(new Response("<html>", { status: 502 })));
    await expect(call("me", {})).rejects.toMatchObject({ code: "UNEXPECTED", status: 502 });
  });

  it("says that no answer came", async () => {
    const { call } = client(() => Promise.reject(new TypeError("failed to fetch")));
    await expect(call("me", {})).rejects.toMatchObject({ code: "UNREACHABLE", status: 0 });
  });

  it("passes on that the caller gave up", async () => {
    const gone = AbortSignal.abort(new Error("gone"));
    const { call } = client(() => Promise.reject(new Error("gone")));
    const failure: unknown = await call("me", {}, { signal: gone }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(failure).not.toBeInstanceOf(ApiError);
  });
});
