import type { Desk } from "./desk.ts";
import type { Sector } from "../../shared/contracts/organisation.ts";
import { SectorItem, SettingsItem } from "../../shared/contracts/stored/shapes.ts";
import { type Settings, defaultSettings } from "../../shared/contracts/settings.ts";
import { configure } from "./configure.ts";
import { keys } from "../../shared/contracts/stored/keys.ts";
import { put } from "../../shared/ports/store.ts";
import { relay } from "../../shared/actions/relay/relay.ts";
import { sectorId } from "./ids.ts";
import { sweep } from "../../shared/actions/sweep/sweep.ts";

/** How many changes of each desk's table its relay has seen. */
const seen = new WeakMap<Desk, number>();

/** The relay hears of all that changed since it last did. */
export async function relayed(desk: Desk): Promise<void> {
  const all = desk.store.changes;
  const changes = all.slice(seen.get(desk) ?? 0);
  seen.set(desk, all.length);
  await relay(
    desk,
    changes.map((it) => ({ id: it.eventId, old: it.oldItem, new: it.newItem })),
  );
}

/** Lets minutes pass, with a sweep in each, as in the running desk. */
export async function minutesPass(desk: Desk, count: number): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    await relayed(desk);
    desk.pass(60);
    await sweep(desk);
  }
  await relayed(desk);
}

/** Changes the rules of the desk's sector as an administrator does, and lets it be known. */
export async function ruleSector(desk: Desk, rules: Partial<Sector>): Promise<void> {
  const sector = await desk.store.get(SectorItem, keys.sector(sectorId));
  if (sector === undefined) throw new Error("there is no sector");
  await configure(desk, put("sector", SectorItem, { ...sector, ...rules, version: sector.version + 1 }));
  desk.pass(6);
}

/** The same with the settings. */
export async function ruleDesk(desk: Desk, rules: Partial<Settings>): Promise<void> {
  const settings = (await desk.store.get(SettingsItem, keys.settings())) ?? defaultSettings;
  await configure(
    desk,
    put("settings", SettingsItem, { ...settings, ...rules, version: settings.version + 1 }),
  );
  desk.pass(6);
}
