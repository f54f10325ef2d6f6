import { useRef } from "react";
import { sameValue } from "../../../../shared/domain/equality.ts";

/**
 * Gives the key of an act that creates something: the same for the same content, so that trying again after no answer came makes
 * nothing twice, and another for other content. Where a form makes several things, each act has a name.
 */
export function useActKey(): (content: unknown, act?: string) => string {
  const last = useRef(new Map<string, { readonly content: unknown; readonly key: string }>());
  return (content, act = "") => {
    const known = last.current.get(act);
    if (known !== undefined && sameValue(known.content, content)) return known.key;
    const key = crypto.randomUUID();
    last.current.set(act, { content, key });
    return key;
  };
}
