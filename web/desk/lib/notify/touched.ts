/** Calls back once somebody clicked or typed in this tab, at once where they have, unless the signal comes first. */
export function whenTouched(callback: () => void, signal: AbortSignal): void {
  if (navigator.userActivation.hasBeenActive) return callback();
  const kinds = ["pointerdown", "keydown"] as const;
  const touched = new AbortController();
  for (const kind of kinds)
    window.addEventListener(
      kind,
      () => {
        touched.abort();
        callback();
      },
      { capture: true, signal: AbortSignal.any([signal, touched.signal]) },
    );
}
