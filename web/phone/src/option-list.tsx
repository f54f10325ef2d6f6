import { useEffect, useRef, useState } from "react";
import type { Interactive } from "./simulator.ts";
import { words } from "./words.ts";

type Row = NonNullable<Interactive["list_reply"]>;

/** The sheet a list opens: one row is chosen, then sent. */
export function OptionList({
  list,
  onChoose,
  onCancel,
}: {
  readonly list: Interactive;
  readonly onChoose: (row: Row) => void;
  readonly onCancel: () => void;
}) {
  const [chosen, setChosen] = useState<Row>();
  const sheet = useRef<HTMLDialogElement>(null);
  useEffect(() => sheet.current?.show(), []);
  return (
    <dialog
      className="sheet"
      ref={sheet}
      aria-label={list.action?.button ?? words.choose}
      onKeyDown={({ key }) => {
        if (key === "Escape") onCancel();
      }}
    >
      <header>
        <strong>{list.action?.button ?? words.choose}</strong>
        <button type="button" className="plain" aria-label={words.cancel} onClick={onCancel}>
          ✕
        </button>
      </header>
      <div className="rows">
        {(list.action?.sections ?? []).map(({ title, rows }, index) => (
          <fieldset key={title ?? index}>
            <legend>{title ?? words.choose}</legend>
            {rows.map((row) => (
              <label key={row.id}>
                <span>
                  {row.title}
                  {row.description !== undefined && <small>{row.description}</small>}
                </span>
                <input
                  type="radio"
                  name="row"
                  checked={chosen?.id === row.id}
                  onChange={() => setChosen(row)}
                />
              </label>
            ))}
          </fieldset>
        ))}
      </div>
      <button
        type="button"
        className="main"
        disabled={chosen === undefined}
        onClick={() => chosen !== undefined && onChoose(chosen)}
      >
        {words.send}
      </button>
    </dialog>
  );
}
