import { type AdministerDeps, auditRecord } from "../organisation/administer.ts";
import type { Agent } from "../../contracts/organisation.ts";
import type { SecondFactor } from "../../ports/identity.ts";

export interface SecondFactorDeps extends AdministerDeps {
  readonly secondFactor: SecondFactor;
}

/** A person, with the access token that speaks for them. */
interface Holder {
  readonly actor: Agent;
  readonly accessToken: string;
}

/** What authenticators show beside their codes. */
const issuer = "Balcão";

/**
 * A new secret for the person's authenticator, as text and as the address that a QR code carries. Signing in goes on as
 * before until a code is confirmed.
 */
export async function beginSecondFactor(
  deps: SecondFactorDeps,
  { actor, accessToken }: Holder,
): Promise<{ readonly secret: string; readonly uri: string }> {
  const secret = await deps.secondFactor.begin(accessToken);
  const label = encodeURIComponent(`${issuer}:${actor.email}`);
  return { secret, uri: `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}` };
}

/** From now on signing in asks for a code. CODE_REFUSED for a wrong one. */
export async function confirmSecondFactor(
  deps: SecondFactorDeps,
  { actor, accessToken, code }: Holder & { readonly code: string },
): Promise<void> {
  await deps.secondFactor.confirm(accessToken, code);
  await record(deps, actor, true);
}

/** Signing in asks for no code any more. */
export async function removeSecondFactor(
  deps: SecondFactorDeps,
  { actor, accessToken }: Holder,
): Promise<void> {
  await deps.secondFactor.remove(accessToken);
  await record(deps, actor, false);
}

/** Who turns it on or off twice is told of twice: the user pool does not say what was so before. */
const record = (deps: SecondFactorDeps, actor: Agent, on: boolean): Promise<void> =>
  deps.store.commit([
    auditRecord(deps, actor, {
      ...{ action: "changed", kind: "session", resourceId: actor.id },
      ...{ before: null, after: { secondFactor: on } },
    }),
  ]);
