import { Button } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AnswerOf } from "../../lib/api/types.ts";
import { differences, nameIn } from "./diff.ts";
import { type ActorNames, useShown } from "./use-shown.ts";
import { useTimeFormat } from "../../lib/i18n/hooks.ts";
import classes from "./audit.module.css";

type AuditRecord = AnswerOf<"listAudit">["items"][number];

/** One act: who did what to what, when, and on demand what was before and after. */
export function RecordView(props: {
  readonly record: AuditRecord;
  readonly actors: ActorNames;
  /** Shows nothing but what the same person or key did; absent where that is so already. */
  readonly onlyActor: (() => void) | undefined;
  /** Shows nothing but what was done to the same thing; absent where that is so already. */
  readonly only: (() => void) | undefined;
}) {
  const { t } = useTranslation("audit");
  const { dateAndHour } = useTimeFormat();
  const shown = useShown(props.actors);
  const id = useId();
  const [open, setOpen] = useState(false);
  const { actorId, actorName: name, action, kind, resourceId, before, after, at } = props.record;
  const isKey = actorId?.startsWith("key_") === true;
  const who = (): string => {
    if (actorId === null) return t("desk");
    if (name === null) return t(isKey ? "keyGone" : "gone");
    return isKey ? t("keyNamed", { name }) : name;
  };
  const what = nameIn(after, before) ?? shown.name(resourceId);
  return (
    <div className={classes["record"]}>
      <div className={classes["line"]}>
        <span className={classes["words"]}>
          <strong>{who()}</strong> {t(`action.${action}`)}{" "}
          {what === undefined ? null : <strong>{what} </strong>}
          <span className={classes["kind"]}>{t(`kind.${kind}`)}</span>
        </span>
        <time className={classes["time"]} dateTime={at}>
          {dateAndHour(at)}
        </time>
        <Button
          size="compact-xs"
          variant="subtle"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {t(open ? "hide" : "show")}
        </Button>
      </div>
      {open ? (
        <div id={id}>
          <Changes record={props.record} actors={props.actors} />
          {props.only === undefined ? null : (
            <Button mt={6} size="compact-xs" variant="subtle" color="gray" onClick={props.only}>
              {t("only")}
            </Button>
          )}
          {props.onlyActor === undefined ? null : (
            <Button mt={6} size="compact-xs" variant="subtle" color="gray" onClick={props.onlyActor}>
              {t("onlyActor", { who: who() })}
            </Button>
          )}
        </div>
      ) : null}
    </div>
  );
}

function Changes(props: { readonly record: AuditRecord; readonly actors: ActorNames }) {
  const { t } = useTranslation("audit");
  const shown = useShown(props.actors);
  const { before, after } = props.record;
  const found = differences(before, after);
  if (found.length === 0) return <p className={classes["nothing"]}>{t("nothing")}</p>;
  const [hadBefore, hasAfter] = [before !== null, after !== null];
  return (
    <table className={classes["changes"]}>
      <thead>
        <tr>
          <th scope="col">{t("col.field")}</th>
          {hadBefore ? <th scope="col">{t("col.before")}</th> : null}
          {hasAfter ? <th scope="col">{t("col.after")}</th> : null}
        </tr>
      </thead>
      <tbody>
        {found.map((difference) => (
          <tr key={difference.path.join(".")}>
            <th scope="row">{shown.path(difference.path)}</th>
            {hadBefore ? <td>{shown.value(difference.before, difference.path.at(-1))}</td> : null}
            {hasAfter ? <td>{shown.value(difference.after, difference.path.at(-1))}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
