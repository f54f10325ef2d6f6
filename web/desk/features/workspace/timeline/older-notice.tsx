import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./timeline.module.css";

/** What is to be said above the first line: older ones load, or did not come and may be asked for again. */
export interface Older {
  readonly loading: boolean;
  readonly retry: (() => void) | null;
}

/** Above the first line. It keeps its height, so that nothing jumps. */
export function OlderNotice({ context }: { readonly context?: Older }) {
  const { t } = useTranslation("workspace");
  const { loading = false, retry = null } = context ?? {};
  return (
    <div className={classes["older"]}>
      {loading ? t("timeline.older") : null}
      {loading || retry === null ? null : <NotAll text={t("timeline.olderFailed")} retry={retry} />}
    </div>
  );
}

/** That something is missing, and the way to ask for it again. */
export function NotAll({ text, retry }: { readonly text: string; readonly retry: () => void }) {
  const { t } = useTranslation("common");
  return (
    <span role="alert">
      {text}{" "}
      <Anchor component="button" type="button" size="xs" onClick={retry}>
        {t("state.retry")}
      </Anchor>
    </span>
  );
}
