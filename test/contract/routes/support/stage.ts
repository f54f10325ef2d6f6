import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import type { Ports } from "../../../world/functions.ts";
import type { Intercept } from "../../../world/calls.ts";
import { type World, createSandbox, createWorld } from "../../../world/world.ts";
import type { RestHandler } from "../../../../functions/middleware/rest.ts";
import { DeskError } from "../../../../shared/contracts/errors.ts";
import type { FunctionName } from "../../../../shared/contracts/functions.ts";
import type { Route } from "../../../../shared/contracts/routes/route.ts";
import { context, restEvent } from "../../../example/functions/fixtures.ts";
import { createChance } from "../../../world/chance.ts";

/** Who a request says it is from. */
export interface Identity {
  /** As API Gateway's authorizer tells it; null: it let nobody through, or was not asked. */
  readonly authorizer: Readonly<Record<string, unknown>> | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request as API Gateway hands it over. */
export interface Asked {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, readonly string[]>>;
  /** Bytes come as Base64. */
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer, and what it did. */
export interface Answered {
  readonly status: number;
  readonly headers: NonNullable<APIGatewayProxyResult["headers"]>;
  readonly text: string;
}

/** Every function that serves routes, in one process over one table in memory. */
export interface Stage {
  readonly world: World;
  readonly ports: Ports;
  /** Calls of the store, the vault, the queues and the user pool so far. */
  readonly calls: () => number;
  ask(route: Route, identity: Identity, asked?: Asked): Promise<Answered>;
}

/** A right password and a right code of everybody. */
const rightPassword = "Permanente1";
const rightCode = "123456";

/** The user pool as far as routes meet it: accounts by e-mail are those that `agents` names. */
function userPool(ports: Ports, agents: ReadonlyMap<string, string>): Ports {
  const session = (agentId: string) =>
    ({
      kind: "session",
      accessToken: `access-${agentId}`,
      expiresIn: 3_600,
      refreshToken: `refresh-${agentId}`,
      claims: { username: agentId, sessionBeganAt: Math.floor(Date.parse(ports.clock.now()) / 1_000) },
    }) as const;
  const ofToken = (token: string): string => {
    if (!token.startsWith("challenge-agt_")) throw new DeskError("CHALLENGE_EXPIRED");
    return token.slice("challenge-".length);
  };
  return {
    ...ports,
    signIn: {
      withPassword: async (email, password) => {
        const agentId = agents.get(email);
        if (agentId === undefined || password !== rightPassword) throw new DeskError("SIGN_IN_REFUSED");
        return session(agentId);
      },
      withNewPassword: async (token) => session(ofToken(token)),
      withCode: async (token, code) => {
        if (code !== rightCode) throw new DeskError("SIGN_IN_REFUSED");
        return session(ofToken(token));
      },
      challenged: ofToken,
      renew: async (token) => {
        if (!token.startsWith("refresh-agt_")) throw new DeskError("UNAUTHENTICATED");
        return session(token.slice("refresh-".length));
      },
      signOutEverywhere: async () => {},
    },
    secondFactor: {
      isOn: async () => false,
      begin: async () => "BASE32SECRET",
      confirm: async (_, code) => {
        if (code !== rightCode) throw new DeskError("CODE_REFUSED");
      },
      remove: async () => {},
    },
    numbers: {
      number: async () => ({
        kind: "ok",
        value: { displayNumber: "+55 11 4000-0000", verifiedName: "Loja", quality: "GREEN" },
      }),
      subscriptions: async () => ({ kind: "unknown", detail: "cut off" }),
      templates: async () => ({ kind: "ok", value: [] }),
    },
  };
}

/** Opens a stage without anything on it. `accounts` are agent ids by e-mail, and may grow later. */
export function openStage(accounts: ReadonlyMap<string, string>): Stage {
  const world = createWorld({
    chance: createChance("routes"),
    treat: () => ({ accepted: true, answer: "accepted", statuses: [] }),
    statusDelay: () => [],
    again: () => undefined,
  });
  let calls = 0;
  const count: Intercept = (_, run) => {
    calls += 1;
    return run();
  };
  const equip = (ports: Ports): Ports => userPool(ports, accounts);
  const handlers = new Map<FunctionName, RestHandler>();
  const handlerOf = (name: FunctionName): RestHandler => {
    const known = handlers.get(name) ?? (createSandbox(world, name, count, { ports: equip }) as RestHandler);
    handlers.set(name, known);
    return known;
  };
  return {
    world,
    ports: equip(world.ports(count)),
    calls: () => calls,
    ask: async (route, identity, asked = {}) => {
      const answer = await handlerOf(route.function)(eventOf(route, identity, asked), context);
      return { status: answer.statusCode, headers: answer.headers ?? {}, text: answer.body };
    },
  };
}

function eventOf({ method, path }: Route, identity: Identity, asked: Asked): APIGatewayProxyEvent {
  const { params, query, body } = asked;
  const event = restEvent(method, `/v1${path}`, {
    headers: { ...identity.headers, ...asked.headers },
    ...(params === undefined ? {} : { params }),
    ...(query === undefined ? {} : { query }),
    ...(body === undefined
      ? {}
      : typeof body === "string"
        ? { body }
        : { body: Buffer.from(body).toString("base64"), base64: true }),
  });
  const requestContext = { ...event.requestContext, authorizer: identity.authorizer };
  return { ...event, requestContext };
}
