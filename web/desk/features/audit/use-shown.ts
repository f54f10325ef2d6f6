import { useTranslation } from "react-i18next";
import type { AgentId, ChannelId, QueueId, SectorId, TagId } from "../../../../shared/contracts/ids.ts";
import type { Json, Time } from "../../../../shared/contracts/values.ts";
import { fieldKey, valueKey } from "./words-of.ts";
import { useDirectory, useNames } from "../../lib/directory/directory.ts";
import { useTimeFormat } from "../../lib/i18n/hooks.ts";

/** Names of who acted, by id, also of who is gone: as the audit itself tells them. */
export type ActorNames = ReadonlyMap<string, string>;

/** Values and places of records as people read them: names for ids, times in the person's zone, yes and no. */
export function useShown(actors: ActorNames): {
  readonly value: (value: Json | undefined, member?: string) => string;
  readonly path: (path: readonly string[]) => string;
  readonly name: (id: string) => string | undefined;
} {
  const { t, i18n } = useTranslation("audit");
  const names = useNames();
  const { data: directory } = useDirectory();
  const { dateAndHour } = useTimeFormat();
  const has = (key: string): boolean => i18n.exists(key, { ns: "audit" });
  const name = (id: string): string | undefined => {
    switch (id.slice(0, 4)) {
      case "agt_":
        return names.agent(id as AgentId) ?? actors.get(id) ?? (directory && t("gone"));
      case "key_":
        return actors.get(id);
      case "sec_":
        return names.sector(id as SectorId);
      case "que_":
        return names.queue(id as QueueId);
      case "tag_":
        return names.tag(id as TagId);
      case "chn_":
        return names.channel(id as ChannelId);
      default:
        return undefined;
    }
  };
  const text = (it: string, member: string | undefined): string => {
    if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(it)) return dateAndHour(it as Time);
    const key = valueKey(it, member);
    return name(it) ?? (key !== undefined && has(key) ? t(key) : it);
  };
  const value = (it: Json | undefined, member?: string): string => {
    if (it === undefined || it === null || it === "") return "—";
    if (typeof it === "boolean") return t(it ? "yes" : "no");
    if (typeof it === "number") return String(it);
    if (typeof it === "string") return text(it, member);
    if (Array.isArray(it)) return it.length === 0 ? "—" : it.map((one) => value(one, member)).join(", ");
    const { from, to, ...others } = it;
    if (typeof from === "string" && typeof to === "string" && Object.keys(others).length === 0)
      return `${from}–${to}`;
    return Object.entries(it)
      .map(([part, of]) => `${path([part])}: ${value(of, part)}`)
      .join("; ");
  };
  const label = (part: string): string => {
    const key = fieldKey(part);
    return has(key) ? t(key) : (name(part) ?? part);
  };
  const path = (parts: readonly string[]): string =>
    parts
      .map((part, index) => {
        // What the business keeps of a contact has the business's own names.
        const field =
          parts[index - 1] === "fields"
            ? directory?.business.contactFields.find(({ key }) => key === part)
            : undefined;
        return field?.label ?? label(part);
      })
      .join(" · ");
  return { value, path, name };
}
