import { afterEach, expect, test, vi } from "vitest";
import { defaultProvider } from "../../../shared/adapters/lambda-credentials.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  ["session", { accessKeyId: "id", secretAccessKey: "secret", sessionToken: "session" }],
  [undefined, { accessKeyId: "id", secretAccessKey: "secret" }],
])("the role's session comes from the environment (token: %s)", async (token, session) => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "id");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  vi.stubEnv("AWS_SESSION_TOKEN", token);
  await expect(defaultProvider()()).resolves.toEqual(session);
});

test("without one the error says so", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
  await expect(defaultProvider()()).rejects.toThrow("no session of a role");
});
