import { describe, expect, it } from "vitest";
import * as z from "zod";
import { issuesOf, issuesOfServer } from "../../../web/desk/lib/forms/issues.ts";
import { NewSector } from "../../../shared/contracts/routes/sectors.ts";
import { Settings, defaultSettings } from "../../../shared/contracts/settings.ts";
import { draftsOf, fieldsOf, relabelled, retyped } from "../../../web/desk/features/settings/field-rules.ts";
import { mergedTags, type TagDraft, withTyped } from "../../../web/desk/features/sectors/tags/tag-changes.ts";
import { tagsTyped } from "../../../web/desk/features/sectors/tags/tag-schema.ts";
import type { AgentId, SectorId } from "../../../shared/contracts/ids.ts";
import type { Directory } from "../../../web/desk/lib/directory/directory.ts";
import type { Me } from "../../../web/desk/lib/session/session.ts";
import { mayName } from "../../../web/desk/features/sectors/may.ts";
import { postProblem } from "../../../web/desk/features/sectors/post-errors.ts";
import { firstStepOf, stepOf, steps } from "../../../web/desk/features/sectors/new/steps.ts";
import { stillWrong } from "../../../web/desk/lib/forms/still-wrong.ts";
import { matches } from "../../../web/desk/lib/ui/search.ts";
import { protocolExample } from "../../../web/desk/features/settings/protocol-example.ts";

const wrongWith = (changed: object) => {
  const checked = Settings.safeParse({ ...defaultSettings, ...changed }, { reportInput: true });
  return checked.success ? [] : issuesOf(checked.error.issues);
};

describe("what the contract says of a field", () => {
  it.each([
    [{ businessName: "  " }, "businessName", "required", 0],
    [{ businessName: "x".repeat(121) }, "businessName", "long", 120],
    [{ offlineGraceSeconds: 601 }, "offlineGraceSeconds", "most", 600],
    [{ retentionDays: 3 }, "retentionDays", "least", 30],
    [{ retentionDays: 30.5 }, "retentionDays", "number", 0],
    [{ preferredSeconds: "" }, "preferredSeconds", "required", 0],
    [{ retentionDays: Number.NaN }, "retentionDays", "required", 0],
    [{ protocol: { prefix: "é", date: "none", digits: 6 } }, "protocol.prefix", "format", 0],
    [
      { contactFields: [{ type: "choice", key: "a", label: "A", options: [] }] },
      "contactFields.0.options",
      "required",
      0,
    ],
  ])("%o is wrong at %s: %s", (changed, path, word, count) => {
    expect(wrongWith(changed)).toEqual([{ path, word, count }]);
  });

  it("the server's words are ours, on the field it names", () => {
    const issues = [{ in: "body", path: "queue.name", message: "Too small" }, { nothing: true }];
    expect(issuesOfServer({ issues })).toEqual([{ path: "queue.name", word: "invalid", count: 0 }]);
    expect(issuesOfServer({ reason: "other" })).toEqual([]);
  });
});

describe("an error that is shown", () => {
  const day = (date: string) => ({ date, name: "Feriado", intervals: [] });
  const errors = {
    "hours.special.0.date": "Preencha.",
    "hours.special.1.date": "Preencha.",
    managerIds: "Cheio.",
  };
  const said = new Map([["managerIds", ["agt_1"]]]);

  it("goes when a larger field is changed and it is right by now, or its row is gone", () => {
    // The first day was mended as a part of the hours, the second is as it was.
    const values = { managerIds: ["agt_1"], hours: { special: [day("12-25"), day("")] } };
    const found = { "hours.special.1.date": "Preencha." };
    expect(Object.keys(stillWrong(errors, found, said, values))).toEqual([
      "hours.special.1.date",
      "managerIds",
    ]);
    expect(Object.keys(stillWrong(errors, {}, said, { ...values, hours: { special: [] } }))).toEqual([
      "managerIds",
    ]);
  });

  it("of the server goes when its value is another, whatever the contract says", () => {
    expect(stillWrong(errors, {}, said, { managerIds: ["agt_2"], hours: null })).toEqual({});
  });
});

describe("the guided form of a sector", () => {
  it("has a step for each thing that the contract asks", () => {
    // Whether it is active is no question: a new sector is.
    const asked = Object.keys(NewSector.shape).filter((name) => name !== "active");
    for (const name of asked.filter((it) => !["name", "managerIds"].includes(it)))
      expect([name, stepOf(name)]).not.toEqual([name, steps[0]]);
    expect(firstStepOf(["tags.0.name", "queue.agentIds"])).toBe("queue");
  });
});

describe("tags on a page", () => {
  const tag = (key: string, name: string): TagDraft => ({ key, id: null, name });
  const base = [tag("a", "Troca"), tag("b", "Dúvida"), tag("c", "Elogio")];

  it("that others changed meanwhile take nothing from what is edited, and nothing of it is undone", () => {
    const mine = [tag("a", "Trocas"), tag("c", "Elogio"), tag("n", "Nova")];
    const theirs = [tag("a", "Troca ou devolução"), tag("b", "Dúvida"), tag("d", "Outra")];
    expect(mergedTags(base, mine, theirs).map(({ name }) => name)).toEqual(["Trocas", "Outra", "Nova"]);
  });

  it("are not saved under one name, and what is typed comes along", () => {
    const checked = z
      .object(tagsTyped)
      .safeParse({ tags: [tag("a", "Troca"), tag("b", " troca")], newTag: "" });
    expect(checked.error?.issues.map(({ path }) => path)).toEqual([
      ["tags", 0, "name"],
      ["tags", 1, "name"],
    ]);
    expect(withTyped({ tags: base, newTag: " Nova " }, "n")?.tags.at(-1)).toEqual(tag("n", "Nova"));
    expect(withTyped({ tags: base, newTag: "ELOGIO" }, "n")).toBeNull();
  });
});

describe("whom a supervisor is offered for a queue", () => {
  const [mine, other] = ["sec_1", "sec_2"] as [SectorId, SectorId];
  const queues = [
    { id: "que_1", sectorId: mine },
    { id: "que_2", sectorId: other },
  ] as unknown as Directory["queues"];
  const me = {
    agent: { id: "agt_me", role: "supervisor", sectorIds: [mine], queueIds: [] },
  } as unknown as Me;
  const person = (role: string, queueIds: string[], id = "agt_1") =>
    ({ id, role, queueIds, name: "", active: true }) as unknown as Directory["agents"][number];
  const managerIds = ["agt_manager"] as unknown as readonly AgentId[];

  it.each([
    ["an agent of their sector", person("agent", ["que_1"]), true],
    ["an agent of another one", person("agent", ["que_2"]), false],
    ["an agent without a post", person("agent", []), true],
    ["an administrator without a queue", person("admin", []), false],
    ["who manages the sector with them", person("supervisor", [], "agt_manager"), true],
    ["a supervisor of who knows what", person("supervisor", []), false],
    ["themselves", person("supervisor", [], "agt_me"), true],
    ["a viewer", person("viewer", []), false],
  ])("%s", (_, somebody, is) => {
    expect(mayName(me, somebody, { queues, managerIds })).toBe(is);
  });

  it("what the server says of a post is said of who has it", () => {
    const details = { agentId: "agt_1", reason: "serves 40 queues already" };
    expect(postProblem({ code: "BAD_REQUEST", details })).toEqual({ word: "queues", agentId: "agt_1" });
    expect(postProblem({ code: "NOT_FOUND", details: { channelId: "chn_1" } })).toMatchObject({
      word: "channelGone",
    });
    expect(postProblem({ code: "BAD_REQUEST", details: { issues: [] } })).toBeNull();
  });
});

describe("a field of contacts", () => {
  it("is called by its label's key until it is saved, and then keeps the key, under which values are", () => {
    const fresh = relabelled({ type: "text", key: "", label: "" }, "CPF");
    expect(fresh).toEqual({ type: "text", key: "cpf", label: "CPF" });
    const [saved] = draftsOf([fresh]);
    if (saved === undefined) throw new Error("there is no draft");
    const changed = retyped(relabelled(saved, "CPF do cliente"), "number");
    expect(fieldsOf([changed])).toEqual([{ type: "number", key: "cpf", label: "CPF do cliente" }]);
    expect(relabelled(changed, "Outro").key).toBe("cpf");
  });
});

describe("what people read in the set-up", () => {
  it("a protocol number is shown as it will be, of the day in the business's zone", () => {
    const night = Date.parse("2026-11-24T01:30:00Z");
    expect(protocolExample({ prefix: "AU-", date: "yyyymmdd", digits: 6 }, night, "America/Sao_Paulo")).toBe(
      "AU-20261123482139",
    );
    expect(protocolExample({ prefix: "", date: "none", digits: 10 }, night, "UTC")).toBe("4821390756");
  });

  it("a search knows neither case nor accents, and takes words in any order", () => {
    expect(matches("São Paulo – Vendas", "vendas sao")).toBe(true);
    expect(matches("São Paulo", "rio")).toBe(false);
  });
});
