import { useTranslation } from "react-i18next";
import { CannedOptions } from "./canned-options.tsx";
import { Failed } from "../../../lib/ui/states.tsx";
import { optionId, type Slash } from "./use-slash.ts";
import classes from "./canned.module.css";

/** Above the field: the canned responses that fit what is typed after the slash, or why there are none. */
export function SlashList({ slash }: { readonly slash: Slash }) {
  const { t } = useTranslation(["workspace", "common"]);
  switch (slash.state) {
    case null:
      return null;
    case "list":
      return (
        <div className={classes["slash"]}>
          <CannedOptions
            id="slash-list"
            label={t("canned.open")}
            items={slash.shown}
            place={slash.place}
            idOf={optionId}
            pick={slash.pick}
          />
        </div>
      );
    case "failed":
      return (
        // The field keeps the focus.
        <div className={classes["slash"]} role="presentation" onMouseDown={(event) => event.preventDefault()}>
          <Failed error={slash.error} retry={slash.retry} />
        </div>
      );
    default:
      return (
        <div className={classes["slash"]}>
          <p className={classes["nothing"]} role="status">
            {slash.state === "loading" ? t("common:state.loading") : t(`canned.${slash.state}`)}
          </p>
        </div>
      );
  }
}
