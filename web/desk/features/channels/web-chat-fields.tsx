import { TagsInput, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { firstError } from "../../lib/forms/first-error.ts";
import { originOf } from "./origin.ts";

interface WebChatValues {
  readonly name: string;
  readonly allowedOrigins: string[];
  readonly greeting: string | null;
}

/** What a chat on the business's pages is made of. */
export function WebChatFields(props: {
  readonly value: WebChatValues;
  readonly onChange: (changed: Partial<WebChatValues>) => void;
  readonly errors: Readonly<Record<string, unknown>>;
}) {
  const { t } = useTranslation("channels");
  const { value, onChange } = props;
  const wrong = (path: string) => {
    const error = firstError(props.errors as Record<string, string>, path);
    return error === undefined ? {} : { error };
  };
  return (
    <>
      <TextInput
        label={t("webchat.name")}
        placeholder={t("webchat.nameExample")}
        maxLength={120}
        value={value.name}
        {...wrong("name")}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TagsInput
        label={t("webchat.origins")}
        description={t("webchat.originsHint")}
        placeholder={value.allowedOrigins.length === 0 ? "https://www.loja.com.br" : ""}
        maxTags={20}
        value={value.allowedOrigins}
        {...wrong("allowedOrigins")}
        // A whole address is often pasted: what counts of it is where the page comes from.
        onChange={(origins) => onChange({ allowedOrigins: [...new Set(origins.map(originOf))] })}
      />
      <Textarea
        label={t("webchat.greeting")}
        description={t("webchat.greetingHint")}
        autosize
        minRows={2}
        maxLength={1024}
        value={value.greeting ?? ""}
        {...wrong("greeting")}
        onChange={({ currentTarget }) =>
          onChange({ greeting: currentTarget.value.trim() === "" ? null : currentTarget.value })
        }
      />
    </>
  );
}
