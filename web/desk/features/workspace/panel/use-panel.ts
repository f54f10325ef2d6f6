import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";

const key = "balcao-panel";

/** From this width on the panel stands beside the conversation; below it lies over it. */
const beside = "(min-width: 1100px)";

/** Whether the panel stands beside the conversation. */
export const useBeside = (): boolean =>
  useMediaQuery(beside, undefined, { getInitialValueInEffect: false }) ?? true;

/** Whether the panel with the contact is shown. Beside the conversation that is remembered in this browser. */
export function usePanel(): { panel: boolean; togglePanel: () => void } {
  const isBeside = useBeside();
  const [kept, keep] = useState(() => localStorage.getItem(key) === "shown");
  const [over, setOver] = useState(false);
  return {
    panel: isBeside ? kept : over,
    togglePanel() {
      if (!isBeside) {
        setOver(!over);
        return;
      }
      localStorage.setItem(key, kept ? "hidden" : "shown");
      keep(!kept);
    },
  };
}
