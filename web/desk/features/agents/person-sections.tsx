import { Alert, Fieldset } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { AdminSection } from "../../lib/ui/admin-page.tsx";
import type { Agent } from "./agents.ts";
import type { Directory } from "../../lib/directory/directory.ts";
import { HoursField } from "../../lib/forms/hours-field.tsx";
import { PermissionsField } from "./permissions-field.tsx";
import { PlacesField } from "./places-field.tsx";
import { SpecialDaysField } from "../../lib/forms/special-days-field.tsx";
import { firstError } from "../../lib/forms/first-error.ts";
import { isOutOfSight } from "./rights.ts";
import { placesPath } from "./person-errors.ts";
import { useDesk } from "../../lib/desk/context.ts";

type Values = Pick<Agent, "role" | "sectorIds" | "queueIds" | "limits" | "permissions" | "accessHours">;

interface Props<V extends Values> {
  readonly form: UseFormReturnType<V>;
  readonly directory: Directory;
  /** Whether sectors and queues may be changed, and everything else. */
  readonly places: boolean;
  readonly whole: boolean;
  /** Whether it is somebody who is there already. */
  readonly known?: boolean;
}

/** Where somebody works, what they may, and when: what every form about a person asks after who they are. */
export function PersonSections<V extends Values>(props: Props<V>) {
  const { t } = useTranslation("agents");
  const { me } = useDesk();
  const { directory, places, whole, known = false } = props;
  // The fields are those that every form about a person has.
  const form = props.form as unknown as UseFormReturnType<Values>;
  const { role, permissions } = form.values;
  const error = [placesPath, "sectorIds", "queueIds", "limits"]
    .map((path) => firstError(form.errors, path))
    .find((text) => text !== undefined);
  return (
    <>
      <AdminSection title={t("places.title")} hint={t(`places.hint.${role}`)}>
        <PlacesField
          role={role}
          value={form.values}
          onChange={(chosen) => {
            form.setValues(chosen);
            form.clearFieldError(placesPath);
          }}
          directory={directory}
          error={error}
          disabled={!places}
        />
        {known && places && isOutOfSight(me, form.values, directory.queues) ? (
          <Alert color="yellow" role="status">
            {t("places.outOfSight")}
          </Alert>
        ) : null}
      </AdminSection>
      {role === "agent" ? (
        <AdminSection title={t("permissions.title")} hint={t("permissions.hint")}>
          <PermissionsField
            value={permissions}
            onChange={(changed) => form.setFieldValue("permissions", changed)}
            disabled={!whole}
          />
        </AdminSection>
      ) : null}
      <HoursSection form={form} timeZone={directory.business.timeZone} disabled={!whole} />
    </>
  );
}

function HoursSection(props: {
  readonly form: UseFormReturnType<Values>;
  readonly timeZone: string;
  readonly disabled: boolean;
}) {
  const { t } = useTranslation("agents");
  const { form, disabled } = props;
  const { accessHours: hours } = form.values;
  const wrong = ["weekly", "timeZone"].some(
    (part) => firstError(form.errors, `accessHours.${part}`) !== undefined,
  );
  return (
    <AdminSection title={t("hours.title")} hint={t("hours.hint")}>
      <HoursField
        label={t("hours.label")}
        anyTime={t("hours.any")}
        theseHours={t("hours.these")}
        timeZone={props.timeZone}
        value={hours}
        onChange={(changed) => form.setFieldValue("accessHours", changed)}
        error={wrong ? t("hours.wrong") : undefined}
        disabled={disabled}
      />
      {hours === null ? null : (
        <Fieldset variant="unstyled" disabled={disabled}>
          <SpecialDaysField
            value={hours.special}
            onChange={(special) => form.setFieldValue("accessHours", { ...hours, special })}
            errorAt={(path) => firstError(form.errors, `accessHours.special.${path}`)}
          />
        </Fieldset>
      )}
    </AdminSection>
  );
}
