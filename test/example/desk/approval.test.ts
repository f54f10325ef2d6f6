import { describe, expect, it } from "vitest";
import { createApproval, isDecided } from "../../../web/desk/features/canned-responses/approval.ts";
import { ApiError } from "../../../web/desk/lib/api/error.ts";
import type { CannedResponse } from "../../../web/desk/features/canned-responses/canned.ts";

const record = (version: number, text: string) => ({ version, shortcut: "ola", text }) as CannedResponse;

describe("changing a suggestion and approving it", () => {
  it("goes on from what was changed, when only the approval failed", async () => {
    const made: unknown[] = [];
    let fails = true;
    const approval = createApproval({
      async change(patch) {
        made.push(patch);
        return record((patch.expectedVersion ?? 0) + 1, patch.text ?? "");
      },
      async approve(expectedVersion) {
        made.push(expectedVersion);
        if (fails) throw new ApiError("BUSY", 503);
        return record(3, "Oi!");
      },
    });
    const values = { shortcut: "ola", text: "Oi!" };
    const patch = { text: "Oi!", expectedVersion: 1 };
    await expect(approval(values, patch)).rejects.toThrow("BUSY");
    fails = false;
    await approval(values, patch);
    expect(made).toEqual([patch, 2, 2]);
  });

  it("tells a decision of somebody else from another change", () => {
    const conflict = (kind: string) =>
      new ApiError("VERSION_CONFLICT", 409, { current: { state: { kind } } });
    expect(isDecided(conflict("approved"))).toBe(true);
    expect(isDecided(conflict("suggested"))).toBe(false);
  });
});
