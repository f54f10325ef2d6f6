import { createConfiguration } from "../../../shared/actions/configuration/configuration.ts";
import { createFirstAdmin } from "../../../shared/actions/organisation/create-first-admin.ts";
import { createApiClient } from "../../../local/stack/api-client.ts";
import { firstAdministrator } from "../../../local/stack/first-administrator.ts";
import { createSetupApi, type SetupApi } from "../../../local/setup/api.ts";
import { routes } from "../../../shared/contracts/routes/table.ts";
import type { Route } from "../../../shared/contracts/routes/route.ts";
import { createChance } from "../../world/chance.ts";
import { restEvent } from "../../world/events.ts";
import { functionMakers } from "../../world/functions.ts";
import { createWorld } from "../../world/world.ts";

/** Tells the requests of a desk apart: the nth is answered by the desk, never reaches it, or loses its answer. */
export type Fate = "answered" | "unsent" | "unheard";

/** An empty desk with one administrator, served by its own handlers in this process. */
export interface InProcessDesk {
  /** The API as somebody (left out: the administrator), who never waits. `fate` decides on each request, counted from 1. */
  api(fate?: (count: number) => Fate, agentId?: string): SetupApi;
  /** Requests made so far, as `METHOD /path`. */
  readonly requests: readonly string[];
  /** Lets as many seconds pass. */
  pass(seconds: number): void;
}

const fetchFailed = (): TypeError => new TypeError("fetch failed");

export async function openInProcessDesk(): Promise<InProcessDesk> {
  const world = createWorld({
    chance: createChance("set-up"),
    treat: () => {
      throw new Error("a desk that is being set up sends nothing");
    },
    statusDelay: () => [],
    again: () => undefined,
  });
  const ports = world.ports((_call, run) => run());
  const deps = { ...ports, configuration: createConfiguration(ports) };
  const { agent } = await createFirstAdmin(deps, {
    email: firstAdministrator.email,
    name: firstAdministrator.name,
    another: false,
    temporaryPassword: "Temporaria1",
  });
  const handlers = new Map<string, (event: never, context: never) => Promise<unknown>>();
  const requests: string[] = [];

  const answer = async (url: URL, init: RequestInit | undefined, agentId: string): Promise<Response> => {
    const method = init?.method ?? "GET";
    const path = url.pathname.replace(/^\/v1/, "");
    const found = Object.values(routes as Readonly<Record<string, Route>>).flatMap((route) => {
      const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
      const pattern = new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, "([^/]+)")}$`);
      const match = route.method === method ? pattern.exec(path) : null;
      if (match === null) return [];
      return [{ route, params: Object.fromEntries(names.map((name, at) => [name, match[at + 1] ?? ""])) }];
    })[0];
    if (found === undefined) throw new Error(`no route ${method} ${path}`);
    const { route, params } = found;
    const handler = handlers.get(route.function) ?? functionMakers[route.function](ports);
    handlers.set(route.function, handler);
    const event = restEvent({
      method,
      resource: `/v1${route.path}`,
      params,
      query: Object.fromEntries(url.searchParams),
      headers: Object.fromEntries(new Headers(init?.headers)),
      ...(typeof init?.body === "string" ? { body: JSON.parse(init.body) as unknown } : {}),
      agentId,
    });
    const { statusCode, body } = (await handler(event as never, {} as never)) as {
      readonly statusCode: number;
      readonly body: string;
    };
    return new Response(statusCode === 204 ? null : body, { status: statusCode });
  };

  return {
    requests,
    pass: (seconds) => world.clock.advance(seconds * 1_000),
    api: (fate = () => "answered", agentId = agent.id) => {
      let count = 0;
      const client = createApiClient("http://desk.example/v1", async (input, init) => {
        count += 1;
        const what = fate(count);
        const url = new URL(String(input));
        if (what === "unsent") throw fetchFailed();
        requests.push(`${init?.method ?? "GET"} ${url.pathname}`);
        const response = await answer(url, init, agentId);
        if (what === "unheard") throw fetchFailed();
        return response;
      });
      return createSetupApi(client, "a token", async () => {});
    },
  };
}
