import { Select, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Beginning } from "./use-begin.ts";
import { callingCodes, digitsOf } from "./calling-codes.ts";
import { phoneShown } from "../../lib/contacts/phone.ts";
import { useLocale } from "../../lib/i18n/hooks.ts";
import classes from "./dialog.module.css";

/** A number with its country, and the name of who has it. `onChange` hears null while something is missing. */
export function NumberFields(props: {
  readonly tried: boolean;
  readonly onChange: (contact: Beginning["contact"] | null) => void;
}) {
  const { t } = useTranslation(["outreach", "common"]);
  const locale = useLocale();
  const countries = useMemo(() => countriesIn(locale), [locale]);
  const [typed, setTyped] = useState({ country: "BR", number: "", name: "" });
  const phone = digitsOf(typed.country, typed.number);
  const change = (part: Partial<typeof typed>): void => {
    const next = { ...typed, ...part };
    setTyped(next);
    const digits = digitsOf(next.country, next.number);
    const name = next.name.trim();
    props.onChange(
      digits === null || name === "" ? null : { kind: "address", address: { phone: digits }, name },
    );
  };
  return (
    <>
      <div className={classes["number"]}>
        <Select
          className={classes["country"] ?? ""}
          label={t("country")}
          searchable
          allowDeselect={false}
          selectFirstOptionOnChange
          nothingFoundMessage={t("common:command.nothing")}
          data={countries}
          value={typed.country}
          onChange={(country) => change({ country: country ?? "BR" })}
        />
        <TextInput
          className={classes["digits"] ?? ""}
          label={t("number")}
          data-autofocus
          type="tel"
          inputMode="tel"
          autoComplete="off"
          placeholder={typed.country === "BR" ? "11 99000-0001" : ""}
          description={phone === null ? t("numberHint") : phoneShown(phone)}
          inputWrapperOrder={["label", "input", "description", "error"]}
          value={typed.number}
          onChange={(event) => change({ number: event.currentTarget.value })}
          error={props.tried && phone === null ? t("badNumber") : null}
        />
      </div>
      <TextInput
        label={t("name")}
        autoComplete="off"
        maxLength={120}
        value={typed.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={props.tried && typed.name.trim() === "" ? t("missingName") : null}
      />
    </>
  );
}

/** Every country by its name in this language, with its calling code. */
function countriesIn(locale: string): { readonly value: string; readonly label: string }[] {
  const names = new Intl.DisplayNames([locale], { type: "region" });
  return [...callingCodes]
    .map(([value, code]) => ({ value, label: `${names.of(value) ?? value} +${code}` }))
    .sort((a, b) => a.label.localeCompare(b.label, locale));
}
