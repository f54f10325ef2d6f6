import { squareOf, type Framing } from "./crop.ts";

/** What a photo may weigh as a data URL: 48 KB of picture, which base64 makes a third longer. */
const mostCharacters = 65_500;

/** Sizes and qualities, the best first: the first that is light enough is taken. */
const tries = [256, 192, 128].flatMap((side) => [0.9, 0.75, 0.6, 0.45].map((quality) => ({ side, quality })));

/** Draws the part of a picture that a framing keeps over the whole of a canvas. */
export function drawSquare(canvas: HTMLCanvasElement, picture: ImageBitmap, framing: Framing): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const { x, y, side } = squareOf(picture.width, picture.height, framing);
  context.imageSmoothingQuality = "high";
  // JPEG knows no transparency: what was see-through becomes white and not black.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, x, y, side, side, 0, 0, canvas.width, canvas.height);
}

/** The part of a picture that a framing keeps, small enough for the contract; undefined where it cannot be made so. */
export function photoOf(picture: ImageBitmap, framing: Framing): string | undefined {
  const canvas = document.createElement("canvas");
  for (const { side, quality } of tries) {
    canvas.width = side;
    canvas.height = side;
    drawSquare(canvas, picture, framing);
    const url = canvas.toDataURL("image/jpeg", quality);
    if (url.startsWith("data:image/jpeg") && url.length <= mostCharacters) return url;
  }
  return undefined;
}

/** Reads a picture that was chosen; undefined for what the browser cannot show. */
export async function pictureOf(file: Blob): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(file);
  } catch {
    return undefined;
  }
}
