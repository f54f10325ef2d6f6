import { Kbd } from "@mantine/core";
import { keysShown } from "./registry.ts";
import classes from "./keys.module.css";

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Keys as they are on the person's keyboard. */
export const Keys = ({ keys }: { readonly keys: string }) => (
  <span className={classes["keys"]}>
    {keysShown(keys, mac).map((key) => (
      <Kbd key={key} size="xs">
        {key}
      </Kbd>
    ))}
  </span>
);
