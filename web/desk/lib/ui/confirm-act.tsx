import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { tell } from "./tell.ts";
import { useErrorText } from "../i18n/hooks.ts";
import { useFocusBack } from "./focus.ts";
import { useThere } from "./use-there.ts";

/** A {@link ConfirmDialog} that does what it asks about, stays while that runs or where it failed, and is open while it is there. */
export function ConfirmAct(props: {
  readonly title: string;
  readonly children: ReactNode;
  readonly confirm: string;
  readonly danger?: boolean;
  readonly act: () => Promise<unknown>;
  readonly close: () => void;
}) {
  const { act, close, ...shown } = props;
  const textOf = useErrorText();
  useFocusBack();
  const isThere = useThere();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await act();
      close();
    } catch (failure) {
      // Who has closed it meanwhile is told all the same.
      if (!isThere.current) tell({ kind: "error", text: textOf(failure) });
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <ConfirmDialog
      opened
      {...shown}
      busy={busy}
      error={error}
      onConfirm={() => void confirm()}
      onClose={close}
    />
  );
}
