import { Agent, Password, Presence } from "../organisation.ts";
import { ChannelId, PauseReasonId, SectorId } from "../ids.ts";
import { ChannelKind, Name } from "../values.ts";
import { Empty, everyone, route, staffErrors } from "./route.ts";
import * as z from "zod";

/** An agent's own record, as the agent may see it. */
export const Me = z.strictObject({
  agent: Agent.omit({ sessionsValidAfter: true }),
  channels: z.array(z.strictObject({ id: ChannelId, kind: ChannelKind, name: Name })),
  sectors: z.array(z.strictObject({ id: SectorId, name: Name })),
});

/**
 * A session, or the question to answer before there is one. The refresh token travels only in an HttpOnly cookie;
 * `challengeToken` answers the challenge within three minutes.
 */
export const SessionAnswer = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("session"), accessToken: z.string(), expiresIn: z.int() }),
  z.strictObject({
    kind: z.literal("challenge"),
    challenge: z.enum(["NEW_PASSWORD_REQUIRED", "SOFTWARE_TOKEN_MFA"]),
    challengeToken: z.string(),
  }),
]);
export type SessionAnswer = z.infer<typeof SessionAnswer>;

/** An agent's presence on one channel. */
export const ChannelPresence = z.strictObject({ channelId: ChannelId, ...Presence.shape });
export type ChannelPresence = z.infer<typeof ChannelPresence>;

const Email = z.email().max(254).toLowerCase();

export const accessRoutes = {
  health: route({
    name: "health",
    method: "GET",
    path: "/health",
    summary: "Says that the API answers",
    function: "api-access",
    access: { kind: "anyone" },
    rule: "open",
    status: 200,
    response: z.strictObject({ status: z.literal("ok"), time: z.string() }),
    errors: [],
  }),
  signIn: route({
    name: "signIn",
    method: "POST",
    path: "/session",
    summary: "Signs in with e-mail and password",
    function: "api-access",
    access: { kind: "anyone" },
    rule: "credentials",
    body: z.strictObject({ email: Email, password: z.string().min(1).max(256) }),
    status: 200,
    response: SessionAnswer,
    errors: ["BAD_REQUEST", "SIGN_IN_REFUSED", "OUTSIDE_ACCESS_HOURS", "TOO_MANY_ATTEMPTS"],
  }),
  answerChallenge: route({
    name: "answerChallenge",
    method: "POST",
    path: "/session/challenge",
    summary: "Answers a challenge of the sign-in: a new password, or a code of the authenticator",
    function: "api-access",
    access: { kind: "anyone" },
    rule: "credentials",
    body: z.discriminatedUnion("challenge", [
      z.strictObject({
        challenge: z.literal("NEW_PASSWORD_REQUIRED"),
        email: Email,
        challengeToken: z.string().min(1).max(4_096),
        newPassword: Password,
      }),
      z.strictObject({
        challenge: z.literal("SOFTWARE_TOKEN_MFA"),
        email: Email,
        challengeToken: z.string().min(1).max(4_096),
        code: z.string().regex(/^\d{6}$/),
      }),
    ]),
    status: 200,
    response: SessionAnswer,
    errors: [
      "BAD_REQUEST",
      "SIGN_IN_REFUSED",
      "CHALLENGE_EXPIRED",
      "PASSWORD_REFUSED",
      "OUTSIDE_ACCESS_HOURS",
      "TOO_MANY_ATTEMPTS",
    ],
  }),
  refreshSession: route({
    name: "refreshSession",
    method: "POST",
    path: "/session/refresh",
    summary: "Renews the session by its cookie, which is replaced",
    function: "api-access",
    access: { kind: "cookie" },
    rule: "cookie",
    status: 200,
    response: SessionAnswer,
    errors: ["UNAUTHENTICATED", "OUTSIDE_ACCESS_HOURS", "TOO_MANY_ATTEMPTS"],
  }),
  signOut: route({
    name: "signOut",
    method: "DELETE",
    path: "/session",
    summary:
      "Signs out everywhere: tokens refused at once, sockets closed, tickets back to the head of their queues",
    function: "api-access",
    access: { kind: "staff", roles: everyone },
    rule: "self",
    status: 204,
    response: Empty,
    errors: [...staffErrors],
  }),
  me: route({
    name: "me",
    method: "GET",
    path: "/me",
    summary: "The signed-in person's record, sectors and channels",
    function: "api-access",
    access: { kind: "staff", roles: everyone },
    rule: "self",
    status: 200,
    response: Me,
    errors: [...staffErrors],
  }),
  myMfa: route({
    name: "myMfa",
    method: "GET",
    path: "/me/mfa",
    summary: "Whether signing in asks for a code of an authenticator",
    function: "api-access",
    access: { kind: "staff", roles: everyone },
    rule: "self",
    status: 200,
    response: z.strictObject({ on: z.boolean() }),
    errors: [...staffErrors, "TOO_MANY_ATTEMPTS"],
  }),
  beginMfa: route({
    name: "beginMfa",
    method: "POST",
    path: "/me/mfa",
    summary: "Begins to set up an authenticator: a new secret, which counts once a code of it was confirmed",
    function: "api-access",
    access: { kind: "staff", roles: everyone },
    rule: "self",
    status: 201,
    response: z.strictObject({ secret: z.string(), uri: z.string() }),
    errors: [...staffErrors, "TOO_MANY_ATTEMPTS"],
  }),
  confirmMfa: route({
    name: "confirmMfa",
    method: "POST",
    path: "/me/mfa/confirm",
    summary: "Confirms the authenticator with a code of it: from now on signing in asks for one",
    function: "api-access",
    access: { kind: "staff", roles: everyone },
    rule: "self",
    body: z.strictObject({ code: z.string().regex(/^\d{6}$/) }),
    status: 204,
    response: Empty,
    errors: ["BAD_REQUEST", ...staffErrors, "CODE_REFUSED", "TOO_MANY_ATTEMPTS"],
  }),
  removeMfa: route({
    name: "removeMfa",
    method: "DELETE",
    path: "/me/mfa",
    summary: "Signing in asks for no code any more",
    function: "api-access",
    access: { kind: "staff", roles: everyone },
    rule: "self",
    status: 204,
    response: Empty,
    errors: [...staffErrors, "TOO_MANY_ATTEMPTS"],
  }),
  openSocket: route({
    name: "openSocket",
    method: "POST",
    path: "/socket",
    summary: "A single-use ticket, valid for one minute, to open the WebSocket with `?ticket=`",
    function: "api-access",
    access: { kind: "staff", roles: everyone },
    rule: "self",
    status: 201,
    response: z.strictObject({ url: z.url(), ticket: z.string() }),
    errors: [...staffErrors],
  }),
  myPresence: route({
    name: "myPresence",
    method: "GET",
    path: "/me/presence",
    summary: "The person's presence on each channel they serve",
    function: "api-access",
    access: { kind: "staff", roles: everyone },
    rule: "self",
    status: 200,
    response: z.strictObject({ items: z.array(ChannelPresence) }),
    errors: [...staffErrors],
  }),
  setPresence: route({
    name: "setPresence",
    method: "PUT",
    path: "/me/presence/{channelId}",
    summary:
      "Goes online, pauses or goes offline on one channel; the answer lists it and every other channel it touched, because channels that share a queue pause together",
    function: "api-access",
    access: { kind: "staff", roles: everyone },
    rule: "serving",
    params: z.strictObject({ channelId: ChannelId }),
    body: z.discriminatedUnion("status", [
      z.strictObject({ status: z.literal("online") }),
      z.strictObject({
        status: z.literal("paused"),
        /** One of the pause reasons. */
        reasonId: PauseReasonId.nullable().default(null),
      }),
      z.strictObject({ status: z.literal("offline") }),
    ]),
    status: 200,
    response: z.strictObject({ items: z.array(ChannelPresence) }),
    errors: ["BAD_REQUEST", ...staffErrors, "NOT_FOUND", "BUSY"],
  }),
} as const;
