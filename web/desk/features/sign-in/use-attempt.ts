import { useState } from "react";
import { ApiError } from "../../lib/api/error.ts";
import type { Challenge } from "../../lib/session/session.ts";

/** One attempt at a time: whether it is under way, and what it failed with. */
export function useAttempt(onAsked: (challenge: Challenge | null) => void) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const attempt = async (work: () => Promise<Challenge | null>): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      onAsked(await work());
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, attempt };
}
