import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../../types.ts";
import type { Client, Pool } from "./config.ts";
import type { Grant, Session, SigningKeyRecord, StoredRecord, User } from "./records.ts";
import { storedRecord } from "./records.ts";
import { AwsError } from "./support/aws-service.ts";
import type { Journal } from "./support/journal.ts";
import { openJournal } from "./support/journal.ts";

/** Records to change together, by key; see the `…Key` functions. `undefined` removes. */
export type Changes = Readonly<{ [key: string]: StoredRecord | undefined }>;

/** Everything the engine knows: what the template says and what happened since. */
export interface State {
  readonly clock: Clock;
  readonly pools: Map<string, Pool>;
  readonly clients: Map<string, Client>;
  readonly journal: Journal<StoredRecord>;
  /** Which sign-in a refresh token belongs to, by the token's hash. */
  readonly grantByToken: Map<string, string>;
}

/** Opens the state under `dataDir`, or an empty one in memory. */
export function openState(options: { readonly clock: Clock; readonly dataDir: string | undefined }): State {
  const journal = openJournal({ dataDir: options.dataDir, name: "cognito", schema: storedRecord });
  const state: State = {
    clock: options.clock,
    pools: new Map(),
    clients: new Map(),
    journal,
    grantByToken: new Map(),
  };
  for (const record of journal.records.values()) index(state, record);
  return state;
}

/** Writes all changes or none, and drops sessions and sign-ins that can no longer be used. */
export function commit(state: State, changes: Changes): void {
  state.journal.write({ ...expired(state), ...changes });
  for (const record of Object.values(changes)) if (record !== undefined) index(state, record);
}

export const keyKey = (poolId: string): string => `key/${poolId}`;
export const userKey = (user: Pick<User, "poolId" | "username">): string =>
  `user/${user.poolId}/${user.username}`;
export const sessionKey = (token: string): string => `session/${hashToken(token)}`;
export const grantKey = (id: string): string => `grant/${id}`;

/** A new opaque token (session or refresh token). Only its hash is ever stored. */
export const newToken = (bytes: number): string => randomBytes(bytes).toString("base64url");

/** What is stored of an opaque token. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("base64url");

/** The pool, or `ResourceNotFoundException`. */
export function poolOf(state: State, poolId: string): Pool {
  const pool = state.pools.get(poolId);
  if (pool === undefined)
    throw new AwsError("ResourceNotFoundException", `User pool ${poolId} does not exist.`);
  return pool;
}

/** The app client, of `poolId` when that is given, or `ResourceNotFoundException`. */
export function clientOf(state: State, clientId: string, poolId?: string): Client {
  const client = state.clients.get(clientId);
  if (client === undefined || (poolId !== undefined && client.poolId !== poolId)) {
    throw new AwsError("ResourceNotFoundException", `User pool client ${clientId} does not exist.`);
  }
  return client;
}

export function signingKeyOf(state: State, poolId: string): SigningKeyRecord | undefined {
  const record = state.journal.records.get(keyKey(poolId));
  return record?.kind === "key" ? record : undefined;
}

/** All users of a pool in order of creation. */
export function usersOf(state: State, poolId: string): User[] {
  return [...state.journal.records.values()].filter(
    (record): record is User => record.kind === "user" && record.poolId === poolId,
  );
}

/** The user with exactly this (normalised) username. */
export function userByName(state: State, pool: Pool, username: string): User | undefined {
  const record = state.journal.records.get(userKey({ poolId: pool.id, username: normalise(pool, username) }));
  return record?.kind === "user" ? record : undefined;
}

/** The user someone means by what they typed: username, `sub`, sign-in attribute or confirmed alias. */
export function findUser(state: State, pool: Pool, typed: string): User | undefined {
  return (
    userByName(state, pool, typed) ??
    usersOf(state, pool.id).find((user) => user.attributes["sub"] === typed) ??
    pool.usernameAttributes
      .map((attribute) => userByAttribute(state, pool, attribute, typed))
      .find((user) => user !== undefined) ??
    pool.aliasAttributes
      .map((attribute) => aliasOwner(state, pool, attribute, typed))
      .find((user) => user !== undefined)
  );
}

/** Like `findUser`, or `UserNotFoundException`. */
export function requireUser(state: State, pool: Pool, typed: string): User {
  const user = findUser(state, pool, typed);
  if (user === undefined) throw new AwsError("UserNotFoundException", "User does not exist.");
  return user;
}

/** The user who may sign in with `value` as alias: e-mail and phone only once verified. */
export function aliasOwner(state: State, pool: Pool, attribute: string, value: string): User | undefined {
  const user = userByAttribute(state, pool, attribute, value);
  const confirmed =
    attribute === "preferred_username" || user?.attributes[`${attribute}_verified`] === "true";
  return confirmed ? user : undefined;
}

/** The user whose attribute equals `value`, under the pool's case rule. */
export function userByAttribute(
  state: State,
  pool: Pool,
  attribute: string,
  value: string,
): User | undefined {
  const wanted = normalise(pool, value);
  return usersOf(state, pool.id).find((user) => {
    const own = user.attributes[attribute];
    return own !== undefined && normalise(pool, own) === wanted;
  });
}

/** Applies the pool's case rule to a username or alias. */
export const normalise = (pool: Pool, name: string): string =>
  pool.caseSensitive ? name : name.toLowerCase();

export function sessionOf(state: State, token: string): Session | undefined {
  const record = state.journal.records.get(sessionKey(token));
  return record?.kind === "session" ? record : undefined;
}

export function grantOf(state: State, id: string): Grant | undefined {
  const record = state.journal.records.get(grantKey(id));
  return record?.kind === "grant" ? record : undefined;
}

/** The sign-in a refresh token descends from. */
export function grantOfToken(state: State, refreshToken: string): Grant | undefined {
  const id = state.grantByToken.get(hashToken(refreshToken));
  return id === undefined ? undefined : grantOf(state, id);
}

/** Changes that end every sign-in of a user. */
export function revokeAll(state: State, user: User): Changes {
  const changes: { [key: string]: StoredRecord } = {};
  for (const record of state.journal.records.values()) {
    if (record.kind === "grant" && record.poolId === user.poolId && record.sub === user.attributes["sub"]) {
      changes[grantKey(record.id)] = { ...record, revoked: true };
    }
  }
  return changes;
}

function index(state: State, record: StoredRecord): void {
  if (record.kind !== "grant") return;
  for (const token of record.refreshTokens) state.grantByToken.set(token.hash, record.id);
}

/** Used or dead records are kept a day past their end, so that a late caller still learns why it is refused. */
const keepMs = 86_400_000;

function expired(state: State): Changes {
  const changes: { [key: string]: undefined } = {};
  for (const [key, record] of state.journal.records) {
    if (record.kind !== "session" && record.kind !== "grant") continue;
    if (record.expiresAt + keepMs > state.clock.now()) continue;
    changes[key] = undefined;
    if (record.kind === "grant")
      for (const token of record.refreshTokens) state.grantByToken.delete(token.hash);
  }
  return changes;
}
