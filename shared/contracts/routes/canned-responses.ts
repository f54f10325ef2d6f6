import { CannedResponseId, SectorId, TicketId } from "../ids.ts";
import {
  Empty,
  changeErrors,
  createErrors,
  everyone,
  expected,
  listErrors,
  pageOf,
  paging,
  route,
} from "./route.ts";
import { CannedResponse } from "../canned-responses.ts";
import * as z from "zod";

const staff = { kind: "staff", roles: everyone } as const;
const reads = { ...staff, scope: "config:read" } as const;
const workerWrites = {
  kind: "staff",
  roles: ["admin", "supervisor", "agent"],
  scope: "config:write",
} as const;
const managerWrites = { kind: "staff", roles: ["admin", "supervisor"], scope: "config:write" } as const;
const ofResponse = z.strictObject({ cannedResponseId: CannedResponseId });
const { shortcut, text } = CannedResponse.shape;

export const cannedResponseRoutes = {
  listCannedResponses: route({
    name: "listCannedResponses",
    method: "GET",
    path: "/canned-responses",
    summary:
      "Approved ones of the person's sectors and for all; suggestions to who decides on them and to who made them",
    function: "api-config",
    access: reads,
    rule: "listing",
    query: z.strictObject({
      ...paging,
      sectorId: SectorId.optional(),
      state: z.enum(["approved", "suggested", "rejected"]).optional(),
    }),
    status: 200,
    response: pageOf(CannedResponse),
    errors: listErrors,
  }),
  createCannedResponse: route({
    name: "createCannedResponse",
    method: "POST",
    path: "/canned-responses",
    summary:
      "Adds a canned response, or suggests one: an agent's waits for a decision. Given the message it comes from, names in it become variables",
    function: "api-config",
    access: workerWrites,
    rule: "canned-suggest",
    body: z.strictObject({
      shortcut,
      text: text.optional(),
      /** The sent message to make it of, in place of `text`. */
      from: z.strictObject({ ticketId: TicketId, number: z.int().min(1) }).optional(),
      sectorId: SectorId.nullable().default(null),
    }),
    idempotent: true,
    status: 201,
    response: CannedResponse,
    errors: [...createErrors, "ALREADY_EXISTS", "UNKNOWN_VARIABLE"],
  }),
  changeCannedResponse: route({
    name: "changeCannedResponse",
    method: "PATCH",
    path: "/canned-responses/{cannedResponseId}",
    summary: "Changes a canned response or a suggestion",
    function: "api-config",
    access: managerWrites,
    rule: "canned-manage",
    params: ofResponse,
    body: z.strictObject({ shortcut: shortcut.optional(), text: text.optional(), ...expected }),
    status: 200,
    response: CannedResponse,
    errors: [...changeErrors, "ALREADY_EXISTS", "UNKNOWN_VARIABLE"],
  }),
  removeCannedResponse: route({
    name: "removeCannedResponse",
    method: "DELETE",
    path: "/canned-responses/{cannedResponseId}",
    summary: "Removes a canned response; an agent may withdraw their own suggestion",
    function: "api-config",
    access: workerWrites,
    rule: "canned-withdraw",
    params: ofResponse,
    status: 204,
    response: Empty,
    errors: changeErrors,
  }),
  decideCannedResponse: route({
    name: "decideCannedResponse",
    method: "POST",
    path: "/canned-responses/{cannedResponseId}/decision",
    summary: "Approves a suggestion, or rejects it with a reason",
    function: "api-config",
    access: managerWrites,
    rule: "canned-manage",
    params: ofResponse,
    body: z.discriminatedUnion("decision", [
      z.strictObject({ decision: z.literal("approve"), ...expected }),
      z.strictObject({
        decision: z.literal("reject"),
        reason: z.string().trim().min(1).max(500),
        ...expected,
      }),
    ]),
    status: 200,
    response: CannedResponse,
    errors: changeErrors,
  }),
  renderCannedResponse: route({
    name: "renderCannedResponse",
    method: "GET",
    path: "/tickets/{ticketId}/canned-responses/{cannedResponseId}",
    summary: "An approved canned response with the ticket's values in place of its variables",
    function: "api-config",
    access: staff,
    rule: "canned-render",
    params: z.strictObject({ ticketId: TicketId, cannedResponseId: CannedResponseId }),
    status: 200,
    response: z.strictObject({ text: z.string() }),
    errors: changeErrors,
  }),
} as const;
