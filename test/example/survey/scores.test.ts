import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../../shared/contracts/settings.ts";
import { scoreOf } from "../../../shared/domain/survey.ts";

describe("what reads as a score", () => {
  const text = (it: string) => scoreOf({ type: "text", text: it })?.score;
  it.each([
    ["5", 5],
    [" 4. ", 4],
    ["nota 5", 5],
    ["Nota: 3!", 3],
    ["5/5", 5],
    ["4 de 5", 4],
    ["2 estrelas", 2],
    ["★★★", 3],
    ["⭐⭐⭐⭐⭐", 5],
    ["5️⃣", 5],
    ["５", 5],
  ])("%s", (said, score) => expect(text(said)).toBe(score));

  it.each(["0", "6", "10", "5 pedidos", "quero 2 pizzas", "oi", "", "★★★★★★", "1 2", "55"])(
    "not %s",
    (said) => expect(text(said)).toBeUndefined(),
  );

  it("nor what was tapped elsewhere", () => {
    for (const id of [
      "rating-5",
      "rating-6-tkt_01KAQ000000000000000000000",
      "que_01KAQ000000000000000000000",
    ])
      expect(scoreOf({ type: "choice", id, title: "5" })).toBeUndefined();
  });

  it("the settings' own defaults ask nobody", () => {
    expect(defaultSettings.survey.enabled).toBe(false);
  });
});
