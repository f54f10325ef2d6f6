import { useTranslation } from "react-i18next";
import type { Content } from "../../../../../shared/contracts/content.ts";
import classes from "./bubble.module.css";

/** What a message says, by its type. */
export function ContentView({ content }: { readonly content: Content }) {
  const { t } = useTranslation("workspace");
  switch (content.type) {
    case "text":
      return content.text;
    case "choice":
      return content.title;
    case "choices":
      return (
        <>
          {content.text}
          <ul className={classes["options"]}>
            {content.options.map(({ id, title }) => (
              <li key={id} className={classes["option"]}>
                {title}
              </li>
            ))}
          </ul>
        </>
      );
    case "template":
      return (
        <>
          <span className={classes["quiet"]}>{t("timeline.template", { name: content.name })}</span>
          {content.parameters.length === 0 ? null : `\n${content.parameters.join(" · ")}`}
        </>
      );
    case "unsupported":
    case "unsupported-large":
      return <span className={classes["quiet"]}>{t("timeline.unsupported", { kind: content.kind })}</span>;
  }
}
