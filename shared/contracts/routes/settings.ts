import { AuditedKind, ListedAuditRecord } from "../audit.ts";
import { Empty, configErrors, everyone, expected, listErrors, page, pageOf, paging, route } from "./route.ts";
import { ActorId, PauseReasonId } from "../ids.ts";
import { PauseReason } from "../organisation.ts";
import { Settings } from "../settings.ts";
import { SpecialDay } from "../hours.ts";
import { Time } from "../values.ts";
import * as z from "zod";

const adminReads = { kind: "staff", roles: ["admin"], scope: "config:read" } as const;
const adminWrites = { kind: "staff", roles: ["admin"], scope: "config:write" } as const;
const { version: _, ...settings } = Settings.shape;
const { id: _id, version: _version, createdAt: _createdAt, ...pauseReason } = PauseReason.shape;
const ofPauseReason = z.strictObject({ pauseReasonId: PauseReasonId });

export const settingsRoutes = {
  getSettings: route({
    name: "getSettings",
    method: "GET",
    path: "/settings",
    summary: "Business settings",
    function: "api-config",
    access: adminReads,
    rule: "business",
    status: 200,
    response: Settings,
    errors: configErrors,
  }),
  changeSettings: route({
    name: "changeSettings",
    method: "PATCH",
    path: "/settings",
    summary: "Changes business settings",
    function: "api-config",
    access: adminWrites,
    rule: "business",
    body: z.strictObject({
      ...z.strictObject(settings).partial().shape,
      expectedVersion: z.int().min(0).optional(),
    }),
    status: 200,
    response: Settings,
    errors: [...configErrors, "VERSION_CONFLICT", "BUSY"],
  }),
  listHolidays: route({
    name: "listHolidays",
    method: "GET",
    path: "/holidays",
    summary: "National holidays of a year, as special days to choose from",
    function: "api-config",
    access: { kind: "staff", roles: ["admin", "supervisor"], scope: "config:read" },
    rule: "business",
    query: z.strictObject({
      country: z.literal("BR").default("BR"),
      year: z.coerce.number().int().min(2_020).max(2_099),
    }),
    status: 200,
    response: z.strictObject({ items: z.array(SpecialDay) }),
    errors: configErrors,
  }),
  listPauseReasons: route({
    name: "listPauseReasons",
    method: "GET",
    path: "/pause-reasons",
    summary: "Reasons for which agents pause",
    function: "api-config",
    access: { kind: "staff", roles: everyone, scope: "config:read" },
    rule: "business",
    query: page,
    status: 200,
    response: pageOf(PauseReason),
    errors: listErrors,
  }),
  createPauseReason: route({
    name: "createPauseReason",
    method: "POST",
    path: "/pause-reasons",
    summary: "Adds a pause reason",
    function: "api-config",
    access: adminWrites,
    rule: "business",
    body: z.strictObject({ ...pauseReason, suggestedSeconds: pauseReason.suggestedSeconds.default(null) }),
    idempotent: true,
    status: 201,
    response: PauseReason,
    errors: [...configErrors, "IDEMPOTENCY_MISMATCH", "BUSY"],
  }),
  changePauseReason: route({
    name: "changePauseReason",
    method: "PATCH",
    path: "/pause-reasons/{pauseReasonId}",
    summary: "Changes a pause reason",
    function: "api-config",
    access: adminWrites,
    rule: "business",
    params: ofPauseReason,
    body: z.strictObject({ ...z.strictObject(pauseReason).partial().shape, ...expected }),
    status: 200,
    response: PauseReason,
    errors: [...configErrors, "NOT_FOUND", "VERSION_CONFLICT", "BUSY"],
  }),
  removePauseReason: route({
    name: "removePauseReason",
    method: "DELETE",
    path: "/pause-reasons/{pauseReasonId}",
    summary: "Removes a pause reason",
    function: "api-config",
    access: adminWrites,
    rule: "business",
    params: ofPauseReason,
    status: 204,
    response: Empty,
    errors: [...configErrors, "NOT_FOUND", "BUSY"],
  }),
  listAudit: route({
    name: "listAudit",
    method: "GET",
    path: "/audit",
    summary:
      "Who changed what, newest first; the last 90 days unless `from` and `to` say otherwise (366 days at most)",
    function: "api-config",
    access: adminReads,
    rule: "business",
    query: z.strictObject({
      ...paging,
      from: Time.optional(),
      to: Time.optional(),
      actorId: ActorId.optional(),
      kind: AuditedKind.optional(),
      resourceId: z.string().max(64).optional(),
    }),
    status: 200,
    response: pageOf(ListedAuditRecord),
    errors: listErrors,
  }),
} as const;
