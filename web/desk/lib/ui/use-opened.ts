import { useState } from "react";

/** Whether something is opened, and whether it ever was: what closes by fading away stays once it was there. */
export function useOpened(): {
  readonly opened: boolean;
  readonly setOpened: (opened: boolean) => void;
  readonly wasOpened: boolean;
} {
  const [opened, change] = useState(false);
  const [wasOpened, remember] = useState(false);
  return {
    ...{ opened, wasOpened },
    setOpened(next) {
      change(next);
      if (next) remember(true);
    },
  };
}
