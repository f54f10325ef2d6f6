import type { JSONWebKeySet } from "jose";
import * as z from "zod";
import type {
  AwsCall,
  AwsReply,
  Clock,
  Engine,
  LocalLog,
  Place,
  RequiredPermission,
  Resource,
} from "../../types.ts";
import { authenticationOperations } from "./authentication.ts";
import { readClient, readPool } from "./config.ts";
import type { Context, OutboxMessage } from "./context.ts";
import { listUsers } from "./list-users.ts";
import { mfaOperations } from "./mfa.ts";
import { openState, poolOf } from "./state.ts";
import type { Operation, ReplyStyle } from "./support/aws-service.ts";
import { AwsError, createSerial, decodeBody, errorReply, peekBody, reply } from "./support/aws-service.ts";
import { openSigningKey } from "./tokens.ts";
import { userOperations } from "./users.ts";

/** Cognito user pools of a template, on one machine. */
export interface CognitoEngine extends Engine {
  /** Takes over the user pools and clients among `resources`. Throws for settings the service would refuse. */
  provision(resources: readonly Resource[]): Promise<void>;
  /** The public keys that verify a pool's tokens. Throws for an unknown pool. */
  jwks(poolId: string): JSONWebKeySet;
  /** The `iss` of a pool's tokens. Throws for an unknown pool. */
  issuer(poolId: string): string;
  /** Invitations the service would have e-mailed or texted since the start, oldest first. */
  outbox(): readonly OutboxMessage[];
}

/** Opens the engine; without `dataDir` it forgets everything at the end of the process. */
export function createCognitoEngine(options: {
  readonly clock: Clock;
  readonly place: Place;
  readonly dataDir?: string;
  readonly log: LocalLog;
}): CognitoEngine {
  const state = openState({ clock: options.clock, dataDir: options.dataDir });
  const context: Context = { state, keys: new Map(), outbox: [] };
  const operations: Readonly<Record<string, Operation>> = {
    ...authenticationOperations(context),
    ...userOperations(context),
    ...mfaOperations(context),
    ListUsers: listUsers(context),
  };
  const serially = createSerial();
  const style: ReplyStyle = {
    contentType: "application/x-amz-json-1.1",
    validationError: "InvalidParameterException",
    log: options.log,
  };
  const keysOf = (poolId: string): JSONWebKeySet => {
    const key = context.keys.get(poolId);
    if (key === undefined)
      throw new AwsError("ResourceNotFoundException", `User pool ${poolId} does not exist.`, 404);
    return key.jwks;
  };
  return {
    service: "cognito-idp",
    permissions: (call) => permissionsOf(call, options.place),
    handle(call) {
      const keySet = keySetPath.exec(call.path);
      if (call.method === "GET" && keySet !== null) return serveKeys(style, () => keysOf(keySet[1] ?? ""));
      const run = operations[call.operation];
      if (run === undefined) return Promise.resolve(errorReply(style, notEmulated(call.operation)));
      // One call at a time: a check and the change it guards are never split by another call.
      return serially(() => reply(style, call.operation, async () => run(decodeBody(call.body))));
    },
    async provision(resources) {
      for (const resource of resources) {
        if (resource.type !== "AWS::Cognito::UserPool") continue;
        const pool = readPool(resource, options.place);
        state.pools.set(pool.id, pool);
        context.keys.set(pool.id, await openSigningKey(state, pool.id));
      }
      for (const resource of resources) {
        if (resource.type !== "AWS::Cognito::UserPoolClient") continue;
        const client = readClient(resource);
        poolOf(state, client.poolId);
        state.clients.set(client.id, client);
      }
    },
    jwks: keysOf,
    issuer: (poolId) => poolOf(state, poolId).issuer,
    outbox: () => [...context.outbox],
    close: () => serially(async () => state.journal.close()),
  };
}

const keySetPath = /^\/([\w-]+)\/\.well-known\/jwks\.json$/;

/** Operations that AWS authorises by IAM, always on the user pool. All others carry their own proof. */
function permissionsOf(call: AwsCall, place: Place): readonly RequiredPermission[] {
  if (!call.operation.startsWith("Admin") && call.operation !== "ListUsers") return [];
  const body = z.object({ UserPoolId: z.string() }).safeParse(peekBody(call.body));
  const pool = body.success ? body.data.UserPoolId : "*";
  const resource = `arn:aws:cognito-idp:${place.region}:${place.account}:userpool/${pool}`;
  return [{ action: `cognito-idp:${call.operation}`, resource }];
}

async function serveKeys(style: ReplyStyle, keys: () => JSONWebKeySet): Promise<AwsReply> {
  const answer = await reply(style, "jwks", async () => keys());
  return { ...answer, headers: { ...answer.headers, "content-type": "application/json" } };
}

const notEmulated = (name: string): AwsError =>
  new AwsError("UnknownOperationException", `The local user pools do not know the operation ${name}`);
