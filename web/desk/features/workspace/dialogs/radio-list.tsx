import { Radio, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { matches } from "../../../lib/ui/search.ts";
import classes from "./radio-list.module.css";

/** One of several things of which one is chosen. */
export interface RadioItem {
  readonly value: string;
  readonly label: string;
  /** Below the label, quieter. */
  readonly hint?: string | undefined;
  /** At the right: state in few words. */
  readonly state?: ReactNode;
}

/** From how many on they can be searched. */
const many = 6;

/** Things of which one is chosen, all in sight, with a search where they are many. */
export function RadioList(props: {
  readonly label: string;
  readonly items: readonly RadioItem[];
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  readonly empty: string;
}) {
  const { t } = useTranslation("workspace");
  const [search, setSearch] = useState("");
  const isFound = ({ label, hint }: RadioItem): boolean => matches(`${label} ${hint ?? ""}`, search);
  const shown = props.items.filter((item) => item.value === props.value || isFound(item));
  return (
    <div>
      {props.items.length > many ? (
        <TextInput
          mb="xs"
          type="search"
          aria-label={t("transfer.search")}
          placeholder={t("transfer.search")}
          leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            // Enter chooses what was looked for; it does not send to what was chosen before.
            event.preventDefault();
            const found = search.trim() === "" ? undefined : shown.find(isFound);
            if (found !== undefined) props.onChange(found.value);
          }}
        />
      ) : null}
      <Radio.Group value={props.value} onChange={props.onChange} aria-label={props.label}>
        <div className={classes["list"]}>
          {shown.map((item) => (
            <Radio.Card key={item.value} value={item.value} className={classes["item"] ?? ""}>
              <Radio.Indicator size="xs" />
              <span className={classes["words"]}>
                <span className={classes["label"]}>{item.label}</span>
                {item.hint === undefined ? null : <span className={classes["hint"]}>{item.hint}</span>}
              </span>
              {item.state === undefined ? null : <span className={classes["state"]}>{item.state}</span>}
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      {shown.length === 0 ? (
        <Text size="sm" c="dimmed" role="status">
          {props.empty}
        </Text>
      ) : null}
    </div>
  );
}
