import { describe } from "vitest";
import { createMemoryStore } from "../../shared/store/memory.ts";
import { storeSuite } from "./suite.ts";

describe("the store in memory", () => {
  const store = createMemoryStore();
  storeSuite(() => ({
    store,
    raw: async (key) => store.dump().find((item) => item.pk === key.pk && item.sk === key.sk),
  }));
});
