/** On which side of its element a hint stands. */
export type HintSide = "top" | "bottom" | "left" | "right";

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Between a hint and its element, and between it and the edge of the window, in pixels. */
const gap = 6;

const opposite: Readonly<Record<HintSide, HintSide>> = {
  top: "bottom",
  bottom: "top",
  left: "right",
  right: "left",
};

/** Where a hint of a size stands beside its element: on the other side where there is no room, and never beyond the window. */
export function hintPlace(
  element: Box,
  hint: Pick<Box, "width" | "height">,
  window: Pick<Box, "width" | "height">,
  side: HintSide,
): { readonly left: number; readonly top: number } {
  const at = (it: HintSide): { left: number; top: number } => ({
    left:
      it === "left"
        ? element.left - hint.width - gap
        : it === "right"
          ? element.left + element.width + gap
          : element.left + (element.width - hint.width) / 2,
    top:
      it === "top"
        ? element.top - hint.height - gap
        : it === "bottom"
          ? element.top + element.height + gap
          : element.top + (element.height - hint.height) / 2,
  });
  const fits = (it: HintSide): boolean => {
    const { left, top } = at(it);
    return it === "top" || it === "bottom"
      ? top >= 0 && top + hint.height <= window.height
      : left >= 0 && left + hint.width <= window.width;
  };
  const { left, top } = at(fits(side) || !fits(opposite[side]) ? side : opposite[side]);
  return {
    left: Math.max(gap, Math.min(left, window.width - hint.width - gap)),
    top: Math.max(gap, Math.min(top, window.height - hint.height - gap)),
  };
}
