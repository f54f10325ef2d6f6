import { type GraphError, graphError } from "./errors.ts";
import type { JsonObject, Template } from "./types.ts";

/** What a send call says about one component. */
interface SentComponent {
  readonly type: string;
  readonly parameters?: readonly {
    readonly type: string;
    readonly text?: string;
    readonly parameter_name?: string;
  }[];
}

/**
 * Checks the template of a send call against those of the account: it must exist in that language, be approved, and
 * get exactly the parameters its text asks for. Returns the template, or the error Meta would answer with.
 */
export function checkTemplate(templates: readonly Template[], sent: JsonObject): Template | GraphError {
  const { name, language, components } = sent as unknown as {
    name: string;
    language: { code: string };
    components?: readonly SentComponent[];
  };
  const template = templates.find((one) => one.name === name && one.language === language.code);
  if (!template || !["APPROVED", "PAUSED", "DISABLED"].includes(template.status)) {
    return graphError(132001, { details: `template name (${name}) does not exist in ${language.code}` });
  }
  if (template.status === "PAUSED") return graphError(132015, { details: `template (${name}) is paused` });
  if (template.status === "DISABLED")
    return graphError(132016, { details: `template (${name}) is disabled` });
  for (const part of ["HEADER", "BODY"] as const) {
    const error = checkPart(template, part, components ?? []);
    if (error) return error;
  }
  return template;
}

function checkPart(
  template: Template,
  part: "HEADER" | "BODY",
  sent: readonly SentComponent[],
): GraphError | undefined {
  const wanted = placeholders(template.components.find(({ type }) => type === part)?.["text"]);
  const given = (sent.find(({ type }) => type.toUpperCase() === part)?.parameters ?? []).filter(
    ({ type }) => part === "BODY" || type === "text",
  );
  const place = part.toLowerCase();
  if (given.length !== wanted.length) {
    return graphError(132000, {
      message: "(#132000) Number of parameters does not match the expected number of params",
      details: `${place}: number of localizable_params (${given.length}) does not match the expected number of params (${wanted.length})`,
    });
  }
  for (const { text, parameter_name: named } of given) {
    if (template.parameter_format === "NAMED" && !wanted.includes(named ?? ""))
      return graphError(100, {
        message: "(#100) Invalid parameter",
        details: `${place}: Parameter name is missing or empty`,
      });
    if (text !== undefined && /[\n\t]| {5}/.test(text)) {
      return graphError(100, {
        message: "(#100) Invalid parameter",
        details: "Param text cannot have new-line/tab characters or more than 4 consecutive spaces",
      });
    }
  }
  return undefined;
}

/** The variables of a template text, each once. */
function placeholders(text: unknown): readonly string[] {
  if (typeof text !== "string") return [];
  return [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name ?? ""))];
}

/** Query of `GET /{waba}/message_templates`. */
export function listTemplates(
  templates: readonly Template[],
  query: URLSearchParams,
  self: string,
): JsonObject {
  const filters = ["name", "status", "category", "language"] as const;
  const matching = templates.filter((template) =>
    filters.every((key) => !query.has(key) || template[key] === query.get(key)),
  );
  const limit = Math.max(1, Number(query.get("limit") ?? 25) || 25);
  const after = query.get("after");
  const start = after === null ? 0 : Number(Buffer.from(after, "base64url").toString()) || 0;
  const end = Math.min(start + limit, matching.length);
  const fields = query.get("fields")?.split(",");
  const data = matching.slice(start, end).map((template) => pick(template, fields));
  const cursor = (position: number): string => Buffer.from(String(position)).toString("base64url");
  const next = new URL(self);
  next.searchParams.set("after", cursor(end));
  return {
    data,
    paging: {
      cursors: { before: cursor(start), after: cursor(end) },
      ...(end < matching.length ? { next: next.href } : {}),
    },
  };
}

/** Graph always gives the id besides the fields asked for. */
function pick(template: Template, fields: readonly string[] | undefined): JsonObject {
  const all = { ...template } as unknown as JsonObject;
  if (!fields) return all;
  return Object.fromEntries(Object.entries(all).filter(([key]) => key === "id" || fields.includes(key)));
}

/** A template's text as the customer reads it. */
export interface FilledTemplate {
  readonly header?: string;
  readonly body: string;
  readonly footer?: string;
  readonly buttons: readonly { readonly type: string; readonly text: string; readonly payload: string }[];
}

/** Puts what a send call says into the template's text; undefined when there is no such template any more. */
export function fillTemplate(templates: readonly Template[], sent: JsonObject): FilledTemplate | undefined {
  const {
    name,
    language,
    components = [],
  } = sent as unknown as {
    name: string;
    language: { code: string };
    components?: readonly (SentComponent & { readonly index?: string | number })[];
  };
  const template = templates.find((one) => one.name === name && one.language === language.code);
  if (template === undefined) return undefined;
  const text = (part: string): string | undefined => {
    const raw = template.components.find(({ type }) => type === part)?.["text"];
    if (typeof raw !== "string") return undefined;
    const given = components.find(({ type }) => type.toUpperCase() === part)?.parameters ?? [];
    return raw.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (whole, key: string) => {
      const named = given.find(({ parameter_name: it }) => it === key);
      return (named ?? given[Number(key) - 1])?.text ?? whole;
    });
  };
  const [header, body = "", footer] = [text("HEADER"), text("BODY"), text("FOOTER")];
  const listed = template.components.find(({ type }) => type === "BUTTONS")?.["buttons"];
  const buttons = (Array.isArray(listed) ? listed : []) as readonly { type: string; text: string }[];
  return {
    ...(header === undefined ? {} : { header }),
    body,
    ...(footer === undefined ? {} : { footer }),
    buttons: buttons.map((button, index) => {
      const filled = components.find((it) => it.type === "button" && Number(it.index) === index);
      const [parameter] = (filled?.parameters ?? []) as readonly { readonly payload?: string }[];
      return { type: button.type, text: button.text, payload: parameter?.payload ?? button.text };
    }),
  };
}
