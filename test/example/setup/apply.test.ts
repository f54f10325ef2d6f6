import { describe, expect, it } from "vitest";
import { applyPlan, SetupStopped } from "../../../local/setup/apply.ts";
import type { SetupApi } from "../../../local/setup/api.ts";
import { FileRefused } from "../../../local/setup/problems.ts";
import { preparePlan } from "../../../local/setup/setup.ts";
import type { Step } from "../../../local/setup/steps.ts";
import { contentsOf, environment, everything, read, setUp } from "./files.ts";
import { type Fate, openInProcessDesk } from "./in-process.ts";

/** Plans a file and applies it; what there is to be told comes back. */
async function attempt(api: SetupApi, text: string, before: () => Promise<unknown> = async () => {}) {
  const { plan, known } = await preparePlan(api, read(text), environment);
  await before();
  const done: Step[] = [];
  const failure = await applyPlan(plan, {
    ...{ api, known, environment },
    onDone: (step) => void done.push(step),
  }).catch((error: unknown) => error);
  return {
    failure,
    done: done.map(({ action, thing }) => `${action} ${thing.kind} ${thing.label}`.trimEnd()),
  };
}

async function sectorOf(api: SetupApi) {
  const [sector] = (await api.call("listSectors", {})).items;
  if (sector === undefined) throw new Error("there is no sector");
  return sector;
}

describe("applying a file", () => {
  it("makes everything it names, each in the order that it needs", async () => {
    const desk = await openInProcessDesk();
    const api = desk.api();
    const { failure, done } = await attempt(api, everything);
    expect(failure).toBeUndefined();
    expect(done.toSorted()).toEqual(
      [
        "change settings",
        "create pause reason Almoço",
        "create sector Loja",
        "create queue Loja / Encomendas",
        "create tag Loja / Pedido",
        "create tag Loja / Dúvida",
        "create canned response ola",
        "create canned response Loja / pix",
        "create channel Número",
        "create channel Site",
        "change queue Loja / Balcão",
        "change queue Loja / Encomendas",
        "create person bia@padaria.example",
        "create person caio@padaria.example",
      ].toSorted(),
    );
    const { id, managerIds, hours, serviceLevel } = await sectorOf(api);
    const people = (await api.call("listAgents", {})).items;
    const [bia, caio] = ["Bia", "Caio"].map((name) => people.find((person) => person.name === name));
    expect(managerIds).toEqual([bia?.id]);
    expect(caio).toMatchObject({
      limits: { [id]: 2 },
      permissions: { outreach: true, viewContacts: true, dropPotentials: false, seeQueueHistory: false },
    });
    expect(caio?.queueIds).toHaveLength(2);
    expect(serviceLevel).toEqual({ wait: 300, firstResponse: null, handling: null });
    expect(hours?.special.map(({ date }) => date)).toContain("2027-03-26");
    expect(hours?.special).toHaveLength(20);
  });

  it("changes only what differs", async () => {
    const desk = await openInProcessDesk();
    const api = desk.api();
    await setUp(api, everything);
    const before = await contentsOf(api);
    const changed = everything
      .replace("ticketLimit: 4", "ticketLimit: 5")
      .replace("wait: 5m", "firstResponse: 10m")
      .replace("outreach: true", "viewContacts: false")
      .replace("[Site, Número]", "[Site]");
    const made = desk.requests.length;
    const { done } = await attempt(api, changed);
    expect(done).toEqual([
      "change queue Loja / Encomendas",
      "change sector Loja",
      "change person caio@padaria.example",
    ]);
    expect(desk.requests.slice(made).filter((it) => !it.startsWith("GET"))).toHaveLength(3);
    const after = await contentsOf(api);
    expect(after.filter((line) => !before.includes(line))).toHaveLength(3);
    expect((await sectorOf(api)).serviceLevel).toEqual({ wait: 300, firstResponse: 600, handling: null });
  });

  it("routes a new queue as its sector is to be", async () => {
    const desk = await openInProcessDesk();
    const api = desk.api();
    await setUp(api, everything);
    const manual = everything
      .replace("ticketLimit: 4", "ticketLimit: 4\n    routing: manual")
      .replace("    tags:", "      - { name: Retornos }\n    tags:");
    await setUp(api, manual);
    const sector = await sectorOf(api);
    const { items } = await api.call("listQueues", { params: { sectorId: sector.id } });
    expect(sector.routing).toBe("manual");
    expect(Object.fromEntries(items.map(({ name, routing }) => [name, routing]))).toEqual({
      ...{ Balcão: "automatic", Encomendas: "automatic", Retornos: "manual" },
    });
  });

  it("makes nothing twice where answers are lost on the way", async () => {
    const calm = await openInProcessDesk();
    await setUp(calm.api(), everything);
    const desk = await openInProcessDesk();
    let lost = 0;
    const losing = (count: number): Fate => {
      if (count % 3 !== 0) return "answered";
      lost += 1;
      return "unheard";
    };
    // Changes are not asked for twice: the first file has none.
    const withoutChanges = everything
      .replace(/settings:[^]*?(?=pauseReasons)/, "")
      .replaceAll(/, channels: \[[^\]]*\]/g, "");
    await setUp(desk.api(losing), withoutChanges);
    await setUp(desk.api(), everything);
    expect(lost).toBeGreaterThan(8);
    expect(await contentsOf(desk.api())).toEqual(await contentsOf(calm.api()));
  });

  it("overwrites nothing that somebody changed since the plan was made", async () => {
    const desk = await openInProcessDesk();
    const api = desk.api();
    await setUp(api, everything);
    const sector = await sectorOf(api);
    const { failure, done } = await attempt(api, everything.replace("ticketLimit: 4", "ticketLimit: 9"), () =>
      api.call("changeSector", { params: { sectorId: sector.id }, body: { ticketLimit: 7 } }),
    );
    expect(done).toEqual([]);
    expect(failure).toBeInstanceOf(SetupStopped);
    expect(String(failure)).toContain(
      "change sector Loja: somebody changed it since the plan was made; nothing was overwritten (VERSION_CONFLICT)",
    );
    expect((await sectorOf(api)).ticketLimit).toBe(7);
  });

  it("stops between steps when asked to", async () => {
    const desk = await openInProcessDesk();
    const api = desk.api();
    const { plan, known } = await preparePlan(api, read(everything), environment);
    const stopping = new AbortController();
    const applying = applyPlan(plan, {
      ...{ api, known, environment, signal: stopping.signal },
      onDone: () => stopping.abort(),
    });
    await expect(applying).rejects.toThrow("stopped as asked");
    await setUp(api, everything);
    expect((await api.call("listSectors", {})).items).toHaveLength(1);
  });

  it("approves a suggestion that the file has, with the file's text", async () => {
    const desk = await openInProcessDesk();
    const api = desk.api();
    await setUp(api, everything.replace(/cannedResponses:[^]*/, ""));
    const caio = (await api.call("listAgents", {})).items.find(({ name }) => name === "Caio");
    const suggestion = { shortcut: "ola", text: "Oi!" };
    await desk.api(undefined, caio?.id).call("createCannedResponse", { body: suggestion });
    await setUp(api, everything);
    const { items } = await api.call("listCannedResponses", {});
    expect(items.find(({ shortcut }) => shortcut === "ola")).toMatchObject({
      ...{ text: "Olá, $contact.firstName!", suggestedBy: caio?.id },
      state: { kind: "approved" },
    });
  });

  it("is refused before anything is done where a secret is not in the environment", async () => {
    const desk = await openInProcessDesk();
    const refused = preparePlan(desk.api(), read(everything), {
      ...environment,
      SECRET: "",
      PASSWORD: undefined,
    });
    await expect(refused).rejects.toThrow(FileRefused);
    await expect(refused).rejects.toThrow(
      /padaria\.yaml:\d+:\d+ {2}channels\[0\]\.secrets\.appSecrets: SECRET is not set in the environment\n.*people\[0\]\.temporaryPassword: PASSWORD is not set/,
    );
    expect(desk.requests.every((it) => it.startsWith("GET"))).toBe(true);
  });

  it("takes what is being removed for gone, but a number only once it is", async () => {
    const desk = await openInProcessDesk();
    const api = desk.api();
    await setUp(api, everything);
    const channels = (await api.call("listChannels", {})).items;
    const [number, chat] = ["whatsapp", "webchat"].map((kind) => channels.find((it) => it.kind === kind));
    await api.call("removeChannel", { params: { channelId: chat?.id ?? "" } });
    const { done } = await attempt(api, everything);
    expect(done).toEqual(["create channel Site", "change queue Loja / Encomendas"]);
    await api.call("removeChannel", { params: { channelId: number?.id ?? "" } });
    await expect(preparePlan(api, read(everything), environment)).rejects.toThrow(
      "channels[0]: the number is being removed: run it again in some minutes",
    );
  });

  it("is refused where a name of the file is two things of the desk", async () => {
    const desk = await openInProcessDesk();
    const api = desk.api();
    await setUp(api, everything);
    await api.call("createSector", { body: { name: "Loja", ticketLimit: 1, queue: { name: "Fila" } } });
    await expect(preparePlan(api, read(everything), environment)).rejects.toThrow(
      "sectors[0]: the desk has 2 of sector Loja: give one another name first",
    );
  });
});

describe("cut off at any request, and run again", () => {
  it("comes to the same end as without", async () => {
    const whole = await openInProcessDesk();
    await preparePlan(whole.api(), read(everything), environment);
    const reads = whole.requests.length;
    await setUp(whole.api(), everything);
    const writes = whole.requests.length - 2 * reads;
    const wanted = await contentsOf(whole.api());
    expect(writes).toBe(14);
    for (let cut = 1; cut <= writes; cut += 1)
      for (const last of ["unsent", "unheard"] as const) {
        const desk = await openInProcessDesk();
        const fate = (count: number): Fate => {
          if (count < reads + cut) return "answered";
          return count === reads + cut ? last : "unsent";
        };
        await expect(setUp(desk.api(fate), everything), `cut at ${cut}`).rejects.toThrow(SetupStopped);
        await setUp(desk.api(), everything);
        expect(await contentsOf(desk.api()), `cut at ${cut}, ${last}`).toEqual(wanted);
      }
  });
});
