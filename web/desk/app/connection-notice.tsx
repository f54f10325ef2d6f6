import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConnectionStatus } from "../lib/sockets/connection.ts";
import type { Time } from "../../../shared/contracts/values.ts";
import { useDesk } from "../lib/desk/context.ts";
import { useStore } from "../lib/store.ts";
import { useTimeFormat } from "../lib/i18n/hooks.ts";
import classes from "./connection-notice.module.css";

/** A short break is not worth a word. Milliseconds. */
const patience = 3_000;

const itself = <Value,>(value: Value): Value => value;

/** Says that what happens is not told at once at the moment, and that the access hours are about to end. */
export function ConnectionNotice() {
  const { t } = useTranslation("common");
  const { connection, endingAt } = useDesk();
  const { hour } = useTimeFormat();
  const status = useLate(useStore(connection, itself<ConnectionStatus>));
  const ending = useStore(endingAt, itself<string | null>);
  return (
    <div role="status">
      {status === "live" ? null : <div className={classes["notice"]}>{t(`connection.${status}`)}</div>}
      {ending === null ? null : (
        <div className={classes["notice"]}>{t("connection.ending", { time: hour(ending as Time) })}</div>
      )}
    </div>
  );
}

/**
 * A bad status once the break lasted, however often it was tried in between; a good one at once. What was tried in vain is
 * `waiting` until it is good: the words do not change with every try.
 */
function useLate(status: ConnectionStatus): ConnectionStatus {
  const [late, setLate] = useState(false);
  const [failed, setFailed] = useState(false);
  const isLive = status === "live";
  useEffect(() => {
    if (isLive) return undefined;
    const id = setTimeout(() => setLate(true), patience);
    return () => {
      clearTimeout(id);
      setLate(false);
      setFailed(false);
    };
  }, [isLive]);
  useEffect(() => {
    if (status === "waiting") setFailed(true);
  }, [status]);
  if (isLive || !late) return "live";
  return failed ? "waiting" : status;
}
