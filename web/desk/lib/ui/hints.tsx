import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { hintPlace, type HintSide } from "./hint-place.ts";
import classes from "./hints.module.css";

/** How long the pointer rests before the hint comes, in milliseconds. */
const patience = 400;

interface Shown {
  readonly element: HTMLElement;
  readonly text: string;
}

/**
 * Shows what `data-hint` of an element says while the pointer rests on it or the keyboard is at it; `data-hint-side` is the side. One
 * for all of the page: a button with a hint costs nothing. Hints repeat a label and are not read aloud.
 */
export function Hints() {
  const [shown, setShown] = useState<Shown | null>(null);
  const hint = useRef<HTMLDivElement>(null);
  useEffect(() => listen(setShown), []);
  useLayoutEffect(() => {
    const node = hint.current;
    if (node === null || shown === null) return;
    const { left, top } = hintPlace(
      shown.element.getBoundingClientRect(),
      node.getBoundingClientRect(),
      { width: window.innerWidth, height: window.innerHeight },
      (shown.element.dataset["hintSide"] as HintSide | undefined) ?? "top",
    );
    node.style.left = `${left}px`;
    node.style.top = `${top}px`;
  }, [shown]);
  if (shown === null) return null;
  return (
    <div ref={hint} className={classes["hint"]} aria-hidden>
      {shown.text}
    </div>
  );
}

/** Follows pointer and focus over everything that has a hint, until the answer is called. */
function listen(show: (shown: Shown | null) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: HTMLElement | null = null;
  const hide = (): void => {
    clearTimeout(timer);
    current = null;
    show(null);
  };
  const enter = (target: EventTarget | null, delay: number): void => {
    const element = target instanceof Element ? target.closest<HTMLElement>("[data-hint]") : null;
    if (element === current) return;
    hide();
    if (element === null) return;
    current = element;
    timer = setTimeout(() => {
      const text = element.dataset["hint"];
      if (element.isConnected && text !== undefined) show({ element, text });
    }, delay);
  };
  const ended = new AbortController();
  const on = { signal: ended.signal, capture: true, passive: true } as const;
  document.addEventListener(
    "pointerover",
    (event) => {
      if (event.pointerType !== "touch") enter(event.target, patience);
    },
    on,
  );
  document.addEventListener(
    "focusin",
    ({ target }) => {
      if (target instanceof Element && target.matches(":focus-visible")) enter(target, 0);
    },
    on,
  );
  for (const over of ["focusout", "pointerdown", "scroll", "keydown"])
    document.addEventListener(over, hide, on);
  document.documentElement.addEventListener("pointerleave", hide, on);
  return () => {
    hide();
    ended.abort();
  };
}
