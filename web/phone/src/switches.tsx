import { useId } from "react";
import { words } from "./words.ts";

/** How the person's messages travel. */
export interface Settings {
  readonly late: boolean;
  readonly twice: boolean;
}

/** The hard cases, each with what it does. */
export function Switches({
  online,
  tellsRead,
  settings,
  onNetwork,
  onTellRead,
  onChange,
}: {
  readonly online: boolean;
  readonly tellsRead: boolean;
  readonly settings: Settings;
  readonly onNetwork: (online: boolean) => void;
  readonly onTellRead: (tells: boolean) => void;
  readonly onChange: (settings: Settings) => void;
}) {
  return (
    <div className="switches">
      <Switch label={words.network} help={words.networkHelp} on={online} onChange={onNetwork} />
      <Switch
        label={words.late}
        help={words.lateHelp}
        on={settings.late}
        onChange={(late) => onChange({ ...settings, late })}
      />
      <Switch
        label={words.twice}
        help={words.twiceHelp}
        on={settings.twice}
        onChange={(twice) => onChange({ ...settings, twice })}
      />
      <Switch label={words.read} help={words.readHelp} on={tellsRead} onChange={onTellRead} />
    </div>
  );
}

function Switch({
  label,
  help,
  on,
  onChange,
}: {
  readonly label: string;
  readonly help: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="switch">
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={on}
        aria-describedby={`${id}-help`}
        onChange={({ target }) => onChange(target.checked)}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        <small id={`${id}-help`}>{help}</small>
      </div>
    </div>
  );
}
