/** A square of a picture, in pixels of the picture. */
export interface Square {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** Which part of a picture is kept: how much larger than needed it is shown, and what is in the middle, from 0 to 1 each way. */
export interface Framing {
  readonly zoom: number;
  readonly middleX: number;
  readonly middleY: number;
}

/** The middle of a picture, as much of it as a square takes. */
export const wholeMiddle: Framing = { zoom: 1, middleX: 0.5, middleY: 0.5 };

/** How near a picture may be looked at. */
export const mostZoom = 4;

const between = (least: number, value: number, most: number): number =>
  Math.min(Math.max(value, least), most);

/** The square that a framing keeps: always within the picture. */
export function squareOf(width: number, height: number, { zoom, middleX, middleY }: Framing): Square {
  const side = Math.min(width, height) / between(1, zoom, mostZoom);
  return {
    side,
    x: between(0, middleX * width - side / 2, width - side),
    y: between(0, middleY * height - side / 2, height - side),
  };
}

/** The framing after the picture was pulled by parts of the square's side; it stops at the picture's edge. */
export function pulled(width: number, height: number, framing: Framing, byX: number, byY: number): Framing {
  const { x, y, side } = squareOf(width, height, framing);
  const moved = squareOf(width, height, {
    ...framing,
    middleX: (x + side / 2 - byX * side) / width,
    middleY: (y + side / 2 - byY * side) / height,
  });
  return {
    ...framing,
    middleX: (moved.x + side / 2) / width,
    middleY: (moved.y + side / 2) / height,
  };
}
