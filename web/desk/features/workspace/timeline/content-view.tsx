import { useTranslation } from "react-i18next";
import type { ChannelId } from "../../../../../shared/contracts/ids.ts";
import type { Content, TemplateContent } from "../../../../../shared/contracts/content.ts";
import { keyOf, nameShown } from "../../../lib/templates/fill.ts";
import { MarkedText } from "../../../lib/marked-text/marked-text.tsx";
import { TemplatePreview } from "../../../lib/templates/template-preview.tsx";
import { useTemplates } from "../../../lib/templates/use-templates.ts";
import classes from "./bubble.module.css";

/** What a message says, by its type, with what is searched for highlighted. */
export function ContentView(props: {
  readonly content: Content;
  readonly channelId: ChannelId;
  readonly find?: string;
}) {
  const { t } = useTranslation("workspace");
  const { content, channelId, find = "" } = props;
  switch (content.type) {
    case "text":
      return <MarkedText text={content.text} find={find} />;
    case "choice":
      return <MarkedText text={content.title} find={find} />;
    case "choices":
      return (
        <>
          <MarkedText text={content.text} find={find} />
          <ul className={classes["options"]} data-form={content.form}>
            {content.options.map(({ id, title, description }) => (
              <li key={id} className={classes["option"]}>
                {title}
                {description === null ? null : <span className={classes["description"]}>{description}</span>}
              </li>
            ))}
          </ul>
        </>
      );
    case "template":
      return <TemplateView content={content} channelId={channelId} find={find} />;
    case "unsupported":
    case "unsupported-large":
      return <span className={classes["quiet"]}>{t("timeline.unsupported", { kind: content.kind })}</span>;
  }
}

/** A template with its values filled in; where its text is not known (any more), its name and the values. */
function TemplateView(props: {
  readonly content: TemplateContent;
  readonly channelId: ChannelId;
  readonly find: string;
}) {
  const { t } = useTranslation("workspace");
  const { content, channelId, find } = props;
  const { data } = useTemplates(channelId);
  const template = data?.find((it) => keyOf(it) === keyOf(content));
  return (
    <>
      <span className={classes["kind"]}>{t("timeline.template", { name: nameShown(content.name) })}</span>
      {template === undefined ? (
        <MarkedText text={content.parameters.join(" · ")} find={find} />
      ) : (
        <TemplatePreview template={template} values={content.parameters} find={find} />
      )}
    </>
  );
}
