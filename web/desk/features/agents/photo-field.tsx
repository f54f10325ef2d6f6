import { Button, FileButton, Stack, Text } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Face } from "./face.tsx";
import { PhotoDialog } from "./photo-dialog.tsx";
import { pictureOf } from "./photo-file.ts";

/** A person's picture: chosen from a file, cut to a square, and made small on this machine. */
export function PhotoField(props: {
  readonly name: string;
  readonly value: string | null;
  readonly onChange: (photo: string | null) => void;
  readonly disabled?: boolean;
}) {
  const { t } = useTranslation("agents");
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const [error, setError] = useState<string | null>(null);
  // Without it the browser tells nothing when the same file is chosen again.
  const forget = useRef<() => void>(null);
  const close = (): void => {
    picture?.close();
    setPicture(null);
  };
  const choose = async (file: File | null): Promise<void> => {
    if (file === null) return;
    forget.current?.();
    const read = await pictureOf(file);
    setError(read === undefined ? t("photo.unreadable") : null);
    setPicture(read ?? null);
  };
  return (
    <Stack align="center" gap="xs" w={140}>
      <Face name={props.name} photo={props.value} size={96} />
      {props.disabled === true ? null : (
        <>
          <FileButton
            resetRef={forget}
            accept="image/png,image/jpeg,image/webp"
            onChange={(file) => void choose(file)}
          >
            {(button) => (
              <Button size="xs" variant="default" {...button}>
                {t(props.value === null ? "photo.choose" : "photo.other")}
              </Button>
            )}
          </FileButton>
          {props.value === null ? null : (
            <Button size="xs" variant="subtle" color="gray" onClick={() => props.onChange(null)}>
              {t("photo.remove")}
            </Button>
          )}
        </>
      )}
      {error === null ? null : (
        <Text size="xs" c="red" ta="center" role="alert">
          {error}
        </Text>
      )}
      {picture === null ? null : (
        <PhotoDialog
          picture={picture}
          onClose={close}
          onDone={(photo) => {
            close();
            if (photo === undefined) setError(t("photo.unreadable"));
            else props.onChange(photo);
          }}
        />
      )}
    </Stack>
  );
}
