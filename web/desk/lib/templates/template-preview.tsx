import { filled, type Template } from "./fill.ts";
import { MarkedText } from "../marked-text/marked-text.tsx";
import classes from "./templates.module.css";

/** A template as the contact will see it, with the values given so far. */
export function TemplatePreview(props: {
  readonly template: Pick<Template, "header" | "body" | "footer" | "buttons">;
  readonly values: readonly string[];
  /** What to highlight. */
  readonly find?: string | undefined;
}) {
  const { header, body, footer, buttons } = props.template;
  return (
    <>
      {header === null ? null : <strong className={classes["header"]}>{header}</strong>}
      <MarkedText text={filled(body, props.values)} find={props.find} />
      {footer === null ? null : <span className={classes["footer"]}>{footer}</span>}
      {buttons.length === 0 ? null : (
        <span className={classes["buttons"]}>
          {buttons.map((text, index) => (
            <span key={index} className={classes["button"]}>
              {text}
            </span>
          ))}
        </span>
      )}
    </>
  );
}
