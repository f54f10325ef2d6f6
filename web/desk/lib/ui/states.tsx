import { Button, Loader, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconInbox } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "../i18n/hooks.ts";
import classes from "./states.module.css";

/** Something is being loaded. Shown only after a moment, so that what is quick does not flicker. */
export function Loading() {
  const { t } = useTranslation("common");
  return (
    <div className={classes["center"]} role="status">
      <Loader size="sm" className={classes["late"]} aria-hidden />
      <span className={classes["spoken"]}>{t("state.loading")}</span>
    </div>
  );
}

/** Nothing is there, and that is no error. */
export const Empty = (props: {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly hint?: string;
  /** Whether this is all that the page has to say: then its title is the page's. */
  readonly alone?: boolean;
  readonly children?: ReactNode;
}) => (
  <div className={classes["center"]}>
    <Stack align="center" gap="xs" maw={320}>
      <span className={classes["icon"]} aria-hidden>
        {props.icon ?? <IconInbox size={32} stroke={1.3} />}
      </span>
      <Text fw={600} ta="center" component={props.alone === true ? "h1" : "div"}>
        {props.title}
      </Text>
      {props.hint === undefined ? null : (
        <Text size="sm" c="dimmed" ta="center">
          {props.hint}
        </Text>
      )}
      {props.children}
    </Stack>
  </div>
);

/** Something failed: what, in words, and how to try again. */
export function Failed({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const { t } = useTranslation("common");
  const textOf = useErrorText();
  return (
    <div className={classes["center"]} role="alert">
      <Stack align="center" gap="xs" maw={360}>
        <span className={classes["icon"]} aria-hidden>
          <IconAlertTriangle size={32} stroke={1.3} />
        </span>
        <Text size="sm" ta="center">
          {textOf(error)}
        </Text>
        {retry === undefined ? null : (
          <Button variant="light" size="xs" onClick={retry}>
            {t("state.retry")}
          </Button>
        )}
      </Stack>
    </div>
  );
}
