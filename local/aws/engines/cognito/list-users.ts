import * as z from "zod";
import type { Context } from "./context.ts";
import type { User } from "./records.ts";
import { poolOf, usersOf } from "./state.ts";
import type { Operation } from "./support/aws-service.ts";
import { AwsError, operation } from "./support/aws-service.ts";
import { describeUser } from "./users.ts";

const searchable = new Set([
  ..."username email phone_number name given_name family_name preferred_username sub".split(" "),
  ..."cognito:user_status status".split(" "),
]);

const input = z.object({
  UserPoolId: z.string(),
  Filter: z.string().max(256).default(""),
  Limit: z.number().int().min(0).max(60).default(60),
  PaginationToken: z.string().optional(),
  AttributesToGet: z.array(z.string()).optional(),
});

/** `ListUsers`: pages of users in order of creation, with the service's one-condition filter. */
export function listUsers(context: Context): Operation {
  return operation(input, (request) => {
    const pool = poolOf(context.state, request.UserPoolId);
    const matches = readFilter(request.Filter);
    const offset = readOffset(request.PaginationToken);
    const limit = request.Limit || 60;
    const users = usersOf(context.state, pool.id).filter(matches);
    const wanted = request.AttributesToGet;
    const page = users.slice(offset, offset + limit).map((user) => {
      const shown = describeUser(user);
      if (wanted === undefined) return shown;
      return {
        ...shown,
        Attributes: shown.Attributes.filter((attribute) => wanted.includes(attribute.Name)),
      };
    });
    const end = offset + limit;
    return { Users: page, ...(end < users.length ? { PaginationToken: encodeOffset(end) } : {}) };
  });
}

function readFilter(filter: string): (user: User) => boolean {
  if (filter.trim() === "") return () => true;
  const match = /^\s*"?([\w:]+)"?\s*(=|\^=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter);
  const [, name = "", operator, quoted = ""] = match ?? [];
  if (match === null) throw new AwsError("InvalidParameterException", "Error while parsing filter.");
  if (!searchable.has(name)) {
    throw new AwsError("InvalidParameterException", `Invalid search attribute: ${name}`);
  }
  const value = quoted.replaceAll(/\\(.)/g, "$1");
  return (user) => {
    const own = fieldOf(user, name);
    if (own === undefined) return false;
    return operator === "=" ? own === value : own.startsWith(value);
  };
}

function fieldOf(user: User, name: string): string | undefined {
  if (name === "username") return user.username;
  if (name === "cognito:user_status") return user.status;
  if (name === "status") return user.enabled ? "Enabled" : "Disabled";
  return user.attributes[name];
}

const encodeOffset = (offset: number): string => Buffer.from(`from:${offset}`).toString("base64url");

function readOffset(token: string | undefined): number {
  if (token === undefined) return 0;
  const match = /^from:(\d+)$/.exec(Buffer.from(token, "base64url").toString("utf8"));
  if (match === null) throw new AwsError("InvalidParameterException", "Invalid pagination token");
  return Number(match[1]);
}
