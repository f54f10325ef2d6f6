import type * as z from "zod";
import { type Desk, openDesk } from "../../support/desk.ts";
import { join } from "../organisation/support.ts";
import { claims, context, keepingLog, restEvent } from "../functions/fixtures.ts";
import { type RouteName, routes } from "../../../shared/contracts/routes/table.ts";
import { createConfigHandler } from "../../../functions/api/config-handler.ts";
import { createPeopleHandler } from "../../../functions/api/people-handler.ts";
import { createTicketsHandler } from "../../../functions/api/tickets-handler.ts";
import type { Route } from "../../../shared/contracts/routes/route.ts";
import { addSeconds } from "../../../shared/domain/time.ts";

export interface Asked {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Who asks: a person, or a key by its id. */
export type As = { readonly agentId: string } | { readonly apiKeyId: string };

type MadeKey = z.infer<(typeof routes)["createApiKey"]["response"]>;

/** A desk with an administrator behind its handlers, as they are after the authorizer. */
export async function openKeys() {
  const desk: Desk = await openDesk();
  const boss = await join(desk, "A", { role: "admin" });
  desk.pass(10);
  const log = keepingLog();
  const accounts = async (): Promise<void> => {};
  const deps = { ...desk, log, sleep: accounts };
  const handlers = {
    "api-config": createConfigHandler(deps),
    "api-people": createPeopleHandler({
      ...deps,
      accounts: {
        invite: accounts,
        setPassword: accounts,
        sendPassword: accounts,
        setEnabled: accounts,
        signOutEverywhere: accounts,
        remove: accounts,
      },
    }),
    "api-tickets": createTicketsHandler(deps),
  } as const;
  const contextOf = (as: As) =>
    "apiKeyId" in as
      ? { principalId: as.apiKeyId, kind: "key", apiKeyId: as.apiKeyId }
      : claims({
          principalId: as.agentId,
          username: as.agentId,
          authTime: (Date.parse(desk.clock.now()) / 1_000).toString(),
        });
  const ask = async (as: As, name: RouteName, { params, query = {}, body }: Asked = {}) => {
    const route: Route = routes[name];
    const handler = handlers[route.function as keyof typeof handlers];
    const event = restEvent(route.method, route.path, {
      claims: contextOf(as),
      ...(params === undefined ? {} : { params }),
      query: Object.fromEntries(Object.entries(query).map(([key, value]) => [key, [value]])),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await handler(event, context);
    const json = answer.body === "" ? undefined : (JSON.parse(answer.body) as unknown);
    const code = (json as { error?: { code?: string } } | undefined)?.error?.code;
    return { status: answer.statusCode, code, json };
  };
  const makeKey = async (body: object): Promise<MadeKey> => {
    const { status, json } = await ask({ agentId: boss.id }, "createApiKey", {
      body: { name: "Integração", ...body },
    });
    if (status !== 201) throw new Error(`the key was not made: ${JSON.stringify(json)}`);
    return routes.createApiKey.response.parse(json);
  };
  return {
    desk,
    log,
    boss: { agentId: boss.id },
    ask,
    makeKey,
    /** A key of these scopes, as who asks. */
    keyWith: async (body: object): Promise<As> => ({ apiKeyId: (await makeKey(body)).apiKey.id }),
    in: (seconds: number) => addSeconds(desk.clock.now(), seconds),
  };
}
