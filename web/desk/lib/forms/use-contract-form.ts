import { useForm, type FormErrors, type UseFormReturnType } from "@mantine/form";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type * as z from "zod";
import { ApiError } from "../api/error.ts";
import { changedOf, collides, rebased } from "./changes.ts";
import { type FieldIssue, issuesOf, issuesOfServer } from "./issues.ts";
import { stillWrong, valueAt } from "./still-wrong.ts";
import { useLeaveGuard } from "./leave.ts";

/** What of a record is sent: what was changed, and the version that it was decided on. */
export type Patch<Values> = Partial<Values> & { readonly expectedVersion?: number };

export interface ContractFormOptions<Values extends object, Saved> {
  /** What the values must be: the body of the route, or that of them which this form fills in. */
  readonly schema: z.ZodType;
  /** What the form begins with. A newer `version` of the record later on is taken in where it changed nothing of the person's. */
  readonly initial: Values;
  /** The version of the record; absent for a new one, or where there are no versions. */
  readonly version?: number | undefined;
  /** Sends it: `values` is everything, `patch` what differs from the record. */
  readonly save: (values: Values, patch: Patch<Values>) => Promise<Saved>;
  readonly onSaved: (saved: Saved) => void;
  /** The record's part that the form shows, with its version: how a conflict is resolved. Absent for a new record. */
  readonly read?: (record: Saved) => { readonly values: Values; readonly version: number };
  /** Words for a field in place of the common ones, by the field's path with `*` for each number: `fields.*.key`. */
  readonly wrong?: Readonly<Record<string, string>>;
  /** Gives the field and the words for an error that names no field by itself; the empty name is for the whole. */
  readonly explain?: (error: ApiError, values: Values) => FormErrors | null;
  /** The fields in which something was found wrong just now, so that they can be brought before the eyes. */
  readonly onWrong?: (paths: readonly string[]) => void;
  /** Puts somebody's changes to the record upon what it has become, where both may change the same member; see `rebased`. */
  readonly merge?: (base: Values, mine: Values, theirs: Values) => Values;
}

/** A form that the contract checks: see {@link useContractForm}. `RecordForm` shows what is around its fields. */
export interface ContractForm<Values extends object> {
  readonly form: UseFormReturnType<Values>;
  readonly busy: boolean;
  readonly dirty: boolean;
  /** Why it was not saved, where no field says so. */
  readonly error: unknown;
  /** Somebody changed the record meanwhile. */
  readonly conflict: null | {
    /** Shows the record as it is now; the person's edits are gone. */
    readonly reload: () => void;
    /** Saves the person's edits upon it. */
    readonly keep: () => void;
  };
  readonly submit: () => void;
  readonly discard: () => void;
  /** Checks only the fields that belong to a part of the form, marks what is wrong, and says whether all is well. */
  readonly check: (belongs: (path: string) => boolean) => boolean;
}

/**
 * A form over one record: checks with the contract's own schema, sends only what was changed with the version it was decided
 * on, puts what the server finds wrong on its field, warns before edits are lost, and knows a way out when somebody else changed
 * the record. The contracts are large: whatever calls this is loaded lazily.
 */
export function useContractForm<Values extends object, Saved>(
  options: ContractFormOptions<Values, Saved>,
): ContractForm<Values> {
  const { t } = useTranslation("forms");
  const [base, setBase] = useState({ values: options.initial, version: options.version });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [theirs, setTheirs] = useState<{ values: Values; version: number } | null>(null);
  const sending = useRef(false);
  /** What the server said is wrong: the values of which it said so. */
  const said = useRef<ReadonlyMap<string, unknown>>(new Map());

  const inWords = (issues: readonly FieldIssue[]): FormErrors =>
    Object.fromEntries(
      issues.map(({ path, word, count }) => {
        const own = options.wrong?.[path.replaceAll(/(^|\.)\d+(?=\.|$)/g, "$1*")];
        return [path, own !== undefined && word !== "required" ? own : t(`issue.${word}`, { count })];
      }),
    );
  const validate = (values: Values): FormErrors => {
    const checked = options.schema.safeParse(values, { reportInput: true });
    return checked.success ? {} : inWords(issuesOf(checked.error.issues));
  };
  const form = useForm<Values>({
    mode: "controlled",
    initialValues: options.initial,
    clearInputErrorOnChange: true,
  });
  const changed = changedOf(base.values, form.values);
  const dirty = Object.keys(changed).length > 0;
  const release = useLeaveGuard(dirty);

  // A field may be changed as a part of a larger one, and a list lose a row: what is right by now is wrong no more.
  useLayoutEffect(() => {
    const shown = Object.keys(form.errors);
    if (shown.length === 0) return;
    const left = stillWrong(form.errors, validate(form.values), said.current, form.values);
    if (Object.keys(left).length < shown.length) form.setErrors(left);
    // Only a change of the values makes anything right.
  }, [form.values]);

  const mark = (errors: FormErrors): void => {
    form.setErrors(errors);
    const paths = Object.keys(errors);
    if (paths.length > 0) options.onWrong?.(paths);
  };

  const take = (values: Values, now: { values: Values; version: number | undefined }): void => {
    form.setValues(values);
    form.setInitialValues(now.values);
    form.clearErrors();
    setBase(now);
    setTheirs(null);
    setError(null);
  };

  // What was changed beside the form (a switch of the page, another tab) is part of the record by now.
  useEffect(() => {
    const { version, initial } = options;
    if (version === undefined || base.version === undefined || version <= base.version || busy) return;
    if (options.merge === undefined && collides(base.values, form.values, initial)) return;
    take((options.merge ?? rebased)(base.values, form.values, initial), { values: initial, version });
    // Only the arrival of another version counts; one that arrives while something is sent is taken in afterwards.
  }, [options.version, busy]);

  const send = async (
    values: Values,
    from: { values: Values; version: number | undefined },
  ): Promise<void> => {
    if (sending.current) return;
    sending.current = true;
    setBusy(true);
    setError(null);
    try {
      const patch: Patch<Values> = {
        ...changedOf(from.values, values),
        ...(from.version === undefined ? {} : { expectedVersion: from.version }),
      };
      const saved = await options.save(values, patch);
      const read = options.read?.(saved);
      take(read?.values ?? values, read ?? { values, version: from.version });
      release();
      options.onSaved(saved);
    } catch (failure) {
      fail(failure);
    } finally {
      sending.current = false;
      setBusy(false);
    }
  };

  const fail = (failure: unknown): void => {
    if (failure instanceof ApiError) {
      const { current } = failure.details;
      if (failure.code === "VERSION_CONFLICT" && options.read !== undefined && isRecord(current)) {
        setTheirs(options.read(current as Saved));
        return;
      }
      const found = options.explain?.(failure, form.getValues()) ?? inWords(issuesOfServer(failure.details));
      const { "": whole, ...fields } = found;
      said.current = new Map(Object.keys(fields).map((path) => [path, valueAt(form.getValues(), path)]));
      if (Object.keys(fields).length > 0) mark(fields);
      if (whole === undefined && Object.keys(fields).length > 0) return;
      setError(typeof whole === "string" ? whole : failure);
      return;
    }
    setError(failure);
  };

  const check = (belongs: (path: string) => boolean): boolean => {
    const wrong = Object.entries(validate(form.getValues())).filter(([path]) => belongs(path));
    said.current = new Map();
    mark(Object.fromEntries(wrong));
    return wrong.length === 0;
  };

  return {
    form,
    busy,
    dirty,
    error,
    conflict:
      theirs === null
        ? null
        : {
            reload: () => take(theirs.values, theirs),
            keep: () => {
              const mine = rebased(base.values, form.values, theirs.values);
              take(mine, theirs);
              void send(mine, theirs);
            },
          },
    submit: () => {
      if (check(() => true)) void send(form.getValues(), base);
    },
    discard: () => take(base.values, base),
    check,
  };
}

const isRecord = (value: unknown): value is object => typeof value === "object" && value !== null;
