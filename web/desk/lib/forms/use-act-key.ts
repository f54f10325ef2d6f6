import { useRef } from "react";
import { sameValue } from "../../../../shared/domain/equality.ts";

/**
 * Gives the key of an act that creates something: the same for the same content, so that trying again after no answer came makes
 * nothing twice, and another for other content.
 */
export function useActKey(): (content: unknown) => string {
  const last = useRef<{ readonly content: unknown; readonly key: string } | null>(null);
  return (content) => {
    if (last.current === null || !sameValue(last.current.content, content))
      last.current = { content, key: crypto.randomUUID() };
    return last.current.key;
  };
}
