import { useTranslation } from "react-i18next";
import classes from "./timeline.module.css";

/** Above the first line, while older ones load. It keeps its height, so that nothing jumps. */
export function OlderNotice({ context }: { readonly context?: { readonly loading: boolean } }) {
  const { t } = useTranslation("workspace");
  return <div className={classes["older"]}>{context?.loading === true ? t("timeline.older") : null}</div>;
}
