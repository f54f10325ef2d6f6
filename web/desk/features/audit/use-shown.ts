import { useTranslation } from "react-i18next";
import type { AgentId, ChannelId, QueueId, SectorId, TagId } from "../../../../shared/contracts/ids.ts";
import type { Json, Time } from "../../../../shared/contracts/values.ts";
import { isFieldWord, isValueWord } from "./words-of.ts";
import { useNames } from "../../lib/directory/directory.ts";
import { useTimeFormat } from "../../lib/i18n/hooks.ts";

/** Values and places of records as people read them: names for ids, times in the person's zone, yes and no. */
export function useShown(): {
  readonly value: (value: Json | undefined) => string;
  readonly path: (path: readonly string[]) => string;
  readonly name: (id: string) => string | undefined;
} {
  const { t } = useTranslation("audit");
  const names = useNames();
  const { dayAndHour } = useTimeFormat();
  const name = (id: string): string | undefined => {
    switch (id.slice(0, 4)) {
      case "agt_":
        return names.agent(id as AgentId);
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
  const text = (it: string): string => {
    if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(it)) return dayAndHour(it as Time);
    return name(it) ?? (isValueWord(it) ? t(`value.${it}`) : it);
  };
  const value = (it: Json | undefined): string => {
    if (it === undefined || it === null || it === "") return "—";
    if (typeof it === "boolean") return t(it ? "yes" : "no");
    if (typeof it === "number") return String(it);
    if (typeof it === "string") return text(it);
    if (Array.isArray(it)) return it.length === 0 ? "—" : it.map(value).join(", ");
    const { from, to, ...others } = it;
    if (typeof from === "string" && typeof to === "string" && Object.keys(others).length === 0)
      return `${from}–${to}`;
    return Object.entries(it)
      .map(([member, of]) => `${path([member])}: ${value(of)}`)
      .join("; ");
  };
  const path = (parts: readonly string[]): string =>
    parts.map((part) => (isFieldWord(part) ? t(`field.${part}`) : (name(part) ?? part))).join(" · ");
  return { value, path, name };
}
