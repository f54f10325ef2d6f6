import { describe, expect, it } from "vitest";
import { beside } from "../../../web/desk/features/workspace/search/search-text.ts";
import { contentOf, filled, type Template } from "../../../web/desk/lib/templates/fill.ts";
import { shortcutOf, slashAt, variableAt } from "../../../web/desk/features/workspace/canned/shortcut.ts";
import { inserted, placeOf } from "../../../web/desk/features/workspace/composer/caret.ts";

const template: Template = {
  ...{ name: "pedido_pronto", language: "pt_BR", category: "UTILITY", header: null, footer: null },
  body: "Olá, {{1}}! O pedido {{2}} está pronto, {{ 1 }}.",
  ...{ buttons: [], parameters: 2, sendable: true },
};

describe("a template", () => {
  it("is shown with the values it has, and its gaps where one is missing", () => {
    expect(filled(template.body, ["Lia"])).toBe("Olá, Lia! O pedido {{2}} está pronto, Lia.");
  });

  it("keeps values apart in whatever order the body asks for them", () => {
    expect(filled("{{2}}, {{10}}, {{1}}", ["um", "dois", "dez"])).toBe("dois, dez, um");
  });

  it("can be sent once every value is there", () => {
    expect(contentOf(template, ["Lia", " "])).toBeNull();
    expect(contentOf(template, [" Lia ", "12"])?.parameters).toEqual(["Lia", "12"]);
    expect(contentOf({ ...template, sendable: false }, ["Lia", "12"])).toBeNull();
  });
});

describe("what is written", () => {
  it("asks for canned responses after a slash that begins a word", () => {
    expect(slashAt("/ola", 4)).toEqual({ start: 0, typed: "ola" });
    expect(slashAt("Oi! /", 5)).toEqual({ start: 4, typed: "" });
    expect(slashAt("24/7", 4)).toBeNull();
    expect(slashAt("/ola tudo", 9)).toBeNull();
  });

  it("asks for variables after a dollar", () => {
    expect(variableAt("Olá, $contact.n", 15)).toEqual({ start: 5, typed: "contact.n" });
    expect(variableAt("R$ 50", 5)).toBeNull();
  });

  it("takes a piece over what is selected", () => {
    expect(inserted("Olá mundo", [4, 9], "👍")).toEqual({ text: "Olá 👍", caret: 6 });
  });

  it.each([
    ["/oi tudo bem?", [0, 3]],
    ["Ah, /oi", [4, 7]],
    ["nada dele", null],
  ])("finds in %o where the name of a canned response stands by now", (text, place) => {
    expect(placeOf(text, "/oi", 0)).toEqual(place);
  });
});

it("keeps a canned response's name as it can be typed", () => {
  expect(shortcutOf("Boa Tarde, ação_1!")).toBe("boa-tarde-acao-1");
});

it("goes from match to match, and knows where there is none", () => {
  expect(beside([3, 8, 20], 8, "older")).toBe(3);
  expect(beside([3, 8, 20], 8, "newer")).toBe(20);
  expect(beside([3, 8, 20], 3, "older")).toBeUndefined();
});
