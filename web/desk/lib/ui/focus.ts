import { useEffect } from "react";

const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body;

/** Focuses the first of these that can be, unless something has the focus by then. */
export function focusIfLost(...places: readonly (HTMLElement | null)[]): void {
  setTimeout(() => {
    for (const place of places) if (isLost()) place?.focus({ preventScroll: true });
  });
}

/** Gives the focus back to what had it before the component came, once it is gone and nothing else has taken it. */
export function useFocusBack(): void {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement) focusIfLost(before);
    };
  }, []);
}
