import { useEffect, useRef } from "react";
import type { AroundNavHandler } from "wouter";
import { createStore } from "../store.ts";

/** Edits that are not saved, as long as `active`. */
interface Guard {
  active: boolean;
}

const guards = new Set<Guard>();
/** Where the page was when the first edit was made. */
let here = "";

const guarded = (): boolean => [...guards].some(({ active }) => active);

/** What waits for the person's word on whether their edits may be lost; null: nothing. The dialog shows it. */
export const leaving = createStore<{ readonly go: () => void } | null>(null);

/** Does what would lose edits that are not saved: at once where there are none, otherwise once the person said so. */
export function askFirst(go: () => void): void {
  if (guarded()) leaving.set({ go });
  else go();
}

/** The person's word. */
export function answerLeaving(leave: boolean): void {
  const asked = leaving.get();
  leaving.set(null);
  if (!leave || asked === null) return;
  for (const guard of guards) guard.active = false;
  asked.go();
}

/** For the router: no way to another page loses edits unasked. */
export const guardedNavigation: AroundNavHandler = (navigate, to, options) =>
  askFirst(() => navigate(to, options));

/** The browser's own way back is taken again before the pages hear of it. */
function onPopState(event: PopStateEvent): void {
  if (!guarded()) return;
  event.stopImmediatePropagation();
  window.history.pushState(null, "", here);
  askFirst(() => window.history.back());
}

/**
 * Watches the browser's way back, from now on. To be called before the router listens to it: listeners of a window are told in
 * the order in which they came, whatever they ask for.
 */
export const watchWayBack = (): void => window.addEventListener("popstate", onPopState);

function onUnload(event: BeforeUnloadEvent): void {
  if (guarded()) event.preventDefault();
}

/**
 * While `dirty`, leaving the page is asked about first: by a link, by the browser's way back, by closing it. The function lets
 * go at once, for edits that were just saved.
 */
export function useLeaveGuard(dirty: boolean): () => void {
  const guard = useRef<Guard>({ active: false });
  useEffect(() => {
    const mine = guard.current;
    if (!dirty) return undefined;
    if (!guarded()) here = window.location.href;
    if (guards.size === 0) window.addEventListener("beforeunload", onUnload);
    mine.active = true;
    guards.add(mine);
    return () => {
      mine.active = false;
      guards.delete(mine);
      if (guards.size === 0) window.removeEventListener("beforeunload", onUnload);
    };
  }, [dirty]);
  return () => {
    guard.current.active = false;
  };
}
