import { Anchor } from "@mantine/core";
import { changeLocale } from "../../lib/i18n/i18n.ts";
import { localeNames, locales } from "../../lib/i18n/locale.ts";
import { useLocale } from "../../lib/i18n/hooks.ts";
import classes from "./page.module.css";

/** The languages, each by its own name. */
export function LanguageSwitch() {
  const current = useLocale();
  return (
    <div className={classes["languages"]}>
      {locales.map((it) => (
        <Anchor
          key={it}
          component="button"
          type="button"
          size="sm"
          lang={it}
          fw={it === current ? 600 : 400}
          aria-pressed={it === current}
          onClick={() => void changeLocale(it)}
        >
          {localeNames[it]}
        </Anchor>
      ))}
    </div>
  );
}
