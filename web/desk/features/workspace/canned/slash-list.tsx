import { useTranslation } from "react-i18next";
import { CannedOptions } from "./canned-options.tsx";
import { optionId, type Slash } from "./use-slash.ts";
import classes from "./canned.module.css";

/** Above the field: the canned responses that fit what is typed after the slash. */
export function SlashList({ slash }: { readonly slash: Slash }) {
  const { t } = useTranslation("workspace");
  if (!slash.opened) return null;
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
}
