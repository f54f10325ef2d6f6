import { Button, Group, Modal, Slider, Stack, Text } from "@mantine/core";
import { type KeyboardEvent, type PointerEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { drawSquare, photoOf } from "./photo-file.ts";
import { mostZoom, pulled, wholeMiddle } from "./crop.ts";
import classes from "./photo-dialog.module.css";

/** What a key moves the picture by, as a part of the square. */
const step = 0.04;
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [step, 0],
  ArrowRight: [-step, 0],
  ArrowUp: [0, step],
  ArrowDown: [0, -step],
};

/** Which square of a picture is kept: pulled with pointer or arrow keys, and zoomed. */
export function PhotoDialog(props: {
  readonly picture: ImageBitmap;
  readonly onClose: () => void;
  /** The photo; undefined where it could not be made. */
  readonly onDone: (photo: string | undefined) => void;
}) {
  const { t } = useTranslation(["agents", "common"]);
  const { picture } = props;
  // It comes a moment after the dialog.
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null);
  const [framing, setFraming] = useState(wholeMiddle);
  const pull = (byX: number, byY: number): void =>
    setFraming((now) => pulled(picture.width, picture.height, now, byX, byY));
  useEffect(() => {
    if (canvas !== null) drawSquare(canvas, picture, framing);
  }, [canvas, picture, framing]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = arrows[event.key];
    if (by === undefined) return;
    event.preventDefault();
    pull(...by);
  };
  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (event.buttons === 0) return;
    const { width } = event.currentTarget.getBoundingClientRect();
    pull(event.movementX / width, event.movementY / width);
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t("photo.title")}
      closeButtonProps={{ "aria-label": t("common:state.close") }}
    >
      <Stack align="center">
        <Text size="sm" c="dimmed">
          {t("photo.hint")}
        </Text>
        <canvas
          ref={setCanvas}
          className={classes["square"]}
          width={256}
          height={256}
          tabIndex={0}
          role="img"
          aria-label={t("photo.title")}
          onKeyDown={onKeyDown}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={onPointerMove}
        />
        <Slider
          w={256}
          thumbLabel={t("photo.zoom")}
          label={null}
          min={1}
          max={mostZoom}
          step={0.05}
          value={framing.zoom}
          onChange={(zoom) => setFraming((now) => ({ ...now, zoom }))}
        />
        <Group justify="flex-end" w="100%">
          <Button variant="subtle" color="gray" onClick={props.onClose}>
            {t("common:state.cancel")}
          </Button>
          <Button onClick={() => props.onDone(photoOf(picture, framing))}>{t("photo.use")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
