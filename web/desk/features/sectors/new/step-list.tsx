import { UnstyledButton } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type Step, steps } from "./steps.ts";
import classes from "./new-sector.module.css";

/** The steps, which of them is shown, and a way to each while there is a way back. */
export function StepList(props: {
  readonly step: Step;
  readonly go: (step: Step) => void;
  readonly disabled: boolean;
}) {
  const { step, go } = props;
  const { t } = useTranslation("sectors");
  const now = steps.indexOf(step);
  return (
    <ol className={classes["list"]} aria-label={t("new.steps")}>
      {steps.map((it, index) => (
        <li key={it}>
          <UnstyledButton
            className={classes["item"] ?? ""}
            data-done={index < now}
            {...(it === step ? { "aria-current": "step" as const } : {})}
            disabled={props.disabled}
            onClick={() => go(it)}
          >
            <span className={classes["number"]} aria-hidden>
              {index < now ? <IconCheck size={14} /> : index + 1}
            </span>
            <span className={classes["name"]}>{t(`steps.${it}`)}</span>
          </UnstyledButton>
        </li>
      ))}
    </ol>
  );
}
