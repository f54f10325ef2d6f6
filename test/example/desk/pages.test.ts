import { choiceOf } from "../../../web/desk/features/workspace/lists/preferences.ts";
import { describe, expect, it } from "vitest";
import { policyRules, unmetRules } from "../../../web/desk/features/sign-in/policy.ts";
import { timeFormat, timer } from "../../../web/desk/lib/time/format.ts";
import type { Time } from "../../../shared/contracts/values.ts";
import { initialLocale } from "../../../web/desk/lib/i18n/locale.ts";
import { initials } from "../../../web/desk/lib/ui/initials.ts";
import { keysShown } from "../../../web/desk/lib/commands/registry.ts";
import { phoneShown } from "../../../web/desk/lib/contacts/phone.ts";
import { themeCss } from "../../../web/desk/build/theme-css.ts";

const time = (text: string): Time => new Date(text).toISOString() as Time;

describe("what people read", () => {
  it.each([
    ["", policyRules.filter((rule) => rule !== "max")],
    ["abcdefgh", ["upper", "digit"]],
    ["Abcdefg1", []],
    [`Aa1${"x".repeat(300)}`, ["max"]],
  ])("the password %o lacks %o", (password, missing) => {
    expect([...unmetRules(password)].sort()).toEqual([...missing].sort());
  });

  it("times are those of the person's zone", () => {
    const format = timeFormat("pt-BR", "America/Sao_Paulo");
    const now = Date.parse("2026-11-23T02:30:00.000Z");
    expect(format.hour(time("2026-11-23T02:30:00Z"))).toBe("23:30");
    expect(format.day(time("2026-11-22T12:00:00Z"), now)).toBe("hoje");
    expect(format.day(time("2026-11-22T02:00:00Z"), now)).toBe("ontem");
    expect(timeFormat("en", "UTC").day(time("2026-11-22T12:00:00Z"), now)).toBe("yesterday");
    expect(format.brief(time("2026-11-20T12:00:00Z"), now)).toMatch(/20/);
  });

  it.each([
    [-5, "0:00"],
    [42_000, "0:42"],
    [725_000, "12:05"],
    [3_723_000, "1:02:03"],
  ])("a timer of %d is %s", (milliseconds, text) => {
    expect(timer(milliseconds)).toBe(text);
  });

  it.each([
    ["Lia Gonçalves", "LG"],
    ["élida", "É"],
    ["👋 Rui  de Sá", "RS"],
    ["👋", "?"],
  ])("the initials of %s are %s", (name, letters) => {
    expect(initials(name)).toBe(letters);
  });

  it.each([
    ["5511990000001", "+55 11 99000-0001"],
    ["551130000000", "+55 11 3000-0000"],
    ["351910000000", "+351910000000"],
    [undefined, ""],
  ])("the number %s is shown as %s", (digits, text) => {
    expect(phoneShown(digits)).toBe(text);
  });

  it("keys are those of the keyboard", () => {
    expect(keysShown("mod+K", false)).toEqual(["Ctrl", "K"]);
    expect(keysShown("mod+K", true)).toEqual(["⌘", "K"]);
    expect(keysShown("shift+?", false)).toEqual(["?"]);
  });

  it.each([
    [null, ["fr-FR", "es-419"], "es"],
    [null, ["pt-PT"], "pt-BR"],
    [null, ["de"], "pt-BR"],
    ["en", ["pt-BR"], "en"],
    ["xx", ["en-US"], "en"],
  ])("the language for %o and %o is %s", (stored, wanted, language) => {
    expect(initialLocale(stored, wanted)).toBe(language);
  });

  it("a choice that was stored counts while it is one", () => {
    expect(choiceOf(["a", "b"], "b")).toBe("b");
    expect(choiceOf(["a", "b"], "c")).toBeUndefined();
  });

  it("the theme is a style sheet with the desk's colours, light and dark", () => {
    expect(themeCss()).toMatch(/--mantine-color-balcao-7: ?#0b7a75/);
    expect(themeCss()).toContain(`[data-mantine-color-scheme="dark"]`);
  });
});
