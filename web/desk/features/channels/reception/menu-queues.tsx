import { ActionIcon, Select, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { QueueId } from "../../../../../shared/contracts/ids.ts";
import type { QueueOption } from "./use-queue-options.ts";
import { moved } from "./moved.ts";
import classes from "./menu.module.css";

const most = 10;

/** The queues that a menu offers, in its order. */
export function MenuQueues(props: {
  readonly chosen: readonly QueueId[];
  readonly options: readonly QueueOption[];
  readonly onChange: (queueIds: QueueId[]) => void;
  readonly error?: string;
}) {
  const { t } = useTranslation("channels");
  const { chosen, options, onChange } = props;
  const labelOf = (id: QueueId): string => options.find(({ value }) => value === id)?.label ?? id;
  return (
    <div role="group" aria-label={t("reception.options")}>
      {chosen.length === 0 ? null : (
        <ol className={classes["options"]}>
          {chosen.map((id, index) => (
            <li key={id} className={classes["option"]}>
              <Text size="sm" className={classes["name"] ?? ""}>
                {labelOf(id)}
              </Text>
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={index === 0}
                aria-label={t("reception.up", { name: labelOf(id) })}
                onClick={() => onChange(moved(chosen, index, index - 1))}
              >
                <IconArrowUp size={16} stroke={1.6} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={index === chosen.length - 1}
                aria-label={t("reception.down", { name: labelOf(id) })}
                onClick={() => onChange(moved(chosen, index, index + 1))}
              >
                <IconArrowDown size={16} stroke={1.6} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("reception.drop", { name: labelOf(id) })}
                onClick={() => onChange(chosen.filter((it) => it !== id))}
              >
                <IconX size={16} stroke={1.6} />
              </ActionIcon>
            </li>
          ))}
        </ol>
      )}
      <Select
        label={t("reception.add")}
        placeholder={t("reception.addHint")}
        data={options.filter(({ value }) => !chosen.includes(value))}
        searchable
        disabled={chosen.length >= most}
        value={null}
        nothingFoundMessage={t("reception.noQueue")}
        {...(props.error === undefined ? {} : { error: props.error })}
        onChange={(id) => {
          if (id !== null) onChange([...chosen, id]);
        }}
      />
    </div>
  );
}
