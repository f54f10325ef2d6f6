import { randomBytes } from "node:crypto";
import { roleOfFunction } from "../iam/roles.ts";
import { stableId } from "../template/names.ts";
import type { AwsReply, Caller, Clock, ResolvedStack } from "../types.ts";
import { errorReply } from "./errors.ts";
import type { Request } from "./identify.ts";
import { verifyUpload } from "./post-policy.ts";
import { signatureHolds, signatureTime, type Signature } from "./signature.ts";

/** A key pair that the AWS SDK signs with. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** How far a presigned URL may lie in the future, as clocks differ. */
const CLOCK_SKEW_MS = 15 * 60_000;

/** Knows who holds which key, and tells the caller of a request by its signature. */
export interface Callers {
  readonly operator: Credentials;
  /** The credentials of a function; the same ones every time it is asked. */
  credentialsFor(functionId: string): Credentials;
  /** The caller, or the error to answer. `operation` decides whether a missing signature is read from a form. */
  identify(
    request: Request,
    signature: Signature | "malformed" | undefined,
    about: { readonly service: string; readonly operation: string },
    stack: ResolvedStack,
  ): Caller | { readonly error: AwsReply };
}

/** Starts with the operator as the only known caller. */
export function createCallers(clock: Clock, operator: Credentials = createKey("operator")): Callers {
  const byKey = new Map<string, { readonly secret: string; readonly functionId: string | undefined }>();
  const byFunction = new Map<string, Credentials>();
  byKey.set(operator.accessKeyId, { secret: operator.secretAccessKey, functionId: undefined });

  const holderOf = (accessKeyId: string, stack: ResolvedStack): Caller => {
    const functionId = byKey.get(accessKeyId)?.functionId;
    if (functionId === undefined) return { kind: "operator" };
    return { kind: "role", functionId, roleId: roleOfFunction(stack, functionId).logicalId };
  };

  return {
    operator,
    credentialsFor(functionId) {
      let credentials = byFunction.get(functionId);
      if (credentials === undefined) {
        credentials = createKey(functionId);
        byFunction.set(functionId, credentials);
        byKey.set(credentials.accessKeyId, { secret: credentials.secretAccessKey, functionId });
      }
      return credentials;
    },
    identify(request, signature, { service, operation }, stack) {
      if (signature === undefined) {
        if (service !== "s3" || operation !== "PostObject") return { kind: "anonymous" };
        const verified = verifyUpload(request, (id) => byKey.get(id)?.secret, clock.now());
        return "error" in verified ? verified : holderOf(verified.accessKeyId, stack);
      }
      if (signature === "malformed") {
        return { error: errorReply(service, "bad-signature", "The request signature is malformed.") };
      }
      const known = byKey.get(signature.accessKeyId);
      if (known === undefined) {
        return {
          error: errorReply(service, "unknown-key", "The security token included in the request is invalid."),
        };
      }
      if (!signatureHolds(request, signature, known.secret)) {
        const message = "The request signature we calculated does not match the signature you provided.";
        return { error: errorReply(service, "bad-signature", message) };
      }
      const outOfTime = presignedTimeRefusal(signature, clock.now());
      return outOfTime === undefined
        ? holderOf(signature.accessKeyId, stack)
        : { error: errorReply(service, "expired", outOfTime) };
    },
  };
}

/**
 * Only presigned URLs are held to the clock: the time of a signed call comes from the caller's own clock, which a test
 * may have left behind.
 */
function presignedTimeRefusal({ time, expiresSeconds }: Signature, now: number): string | undefined {
  if (expiresSeconds === undefined) return undefined;
  const start = signatureTime(time);
  if (!(start - CLOCK_SKEW_MS <= now)) return "Request is not valid yet";
  return start + expiresSeconds * 1000 <= now ? "Request has expired" : undefined;
}

/** Letters and digits only: key ids with other characters confuse parsers of the credential scope. */
function createKey(holder: string): Credentials {
  return {
    accessKeyId: `AKIA${stableId(`key of ${holder}`, 16).toUpperCase()}`,
    secretAccessKey: randomBytes(20).toString("hex"),
  };
}
