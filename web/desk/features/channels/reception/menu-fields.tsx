import { NumberInput, Select, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Reception } from "../values.ts";
import { MenuPreview } from "./menu-preview.tsx";
import { MenuQueues } from "./menu-queues.tsx";
import type { QueueOption } from "./use-queue-options.ts";
import { firstError } from "../../../lib/forms/first-error.ts";
import classes from "./menu.module.css";

type Menu = Reception & { readonly kind: "menu" };

/** A menu that greets and lets customers choose a queue, beside how they will see it. */
export function MenuFields(props: {
  readonly value: Menu;
  readonly options: QueueOption[];
  readonly errors: Readonly<Record<string, unknown>>;
  readonly onChange: (menu: Menu) => void;
}) {
  const { t } = useTranslation("channels");
  const { value, options } = props;
  const change = (changed: Partial<Menu>): void => props.onChange({ ...value, ...changed });
  const wrong = (path: string) => {
    const error = firstError(props.errors as Record<string, string>, `reception.${path}`);
    return error === undefined ? {} : { error };
  };
  return (
    <div className={classes["menu"]}>
      <div className={classes["fields"]}>
        <Textarea
          label={t("reception.greeting")}
          autosize
          minRows={2}
          maxLength={1024}
          value={value.greeting}
          {...wrong("greeting")}
          onChange={(event) => change({ greeting: event.currentTarget.value })}
        />
        <MenuQueues
          chosen={value.queueIds}
          options={options}
          onChange={(queueIds) => change({ queueIds })}
          {...wrong("queueIds")}
        />
        <Textarea
          label={t("reception.unclear")}
          description={t("reception.unclearHint")}
          autosize
          minRows={2}
          maxLength={1024}
          value={value.unclear}
          {...wrong("unclear")}
          onChange={(event) => change({ unclear: event.currentTarget.value })}
        />
        <NumberInput
          label={t("reception.tries")}
          description={t("reception.triesHint")}
          styles={{ wrapper: { maxWidth: 120 } }}
          min={1}
          max={5}
          allowDecimal={false}
          value={Number.isNaN(value.tries) ? "" : value.tries}
          {...wrong("tries")}
          onChange={(tries) => change({ tries: tries === "" ? Number.NaN : Number(tries) })}
        />
        <Select
          label={t("reception.fallback")}
          placeholder={t("reception.fallbackNone")}
          data={options}
          searchable
          clearable
          value={value.fallback}
          {...wrong("fallback")}
          onChange={(fallback) => change({ fallback })}
        />
      </div>
      <MenuPreview menu={value} />
    </div>
  );
}
