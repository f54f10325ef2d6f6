import { Kbd } from "@mantine/core";
import { characterKeys, isCharacterKey } from "./character-keys.ts";
import { isMac, keysShown } from "./registry.ts";
import { useStore } from "../store.ts";
import classes from "./keys.module.css";

const itself = (it: boolean): boolean => it;

/** Keys as they are on the person's keyboard; none where the person has turned them off. */
export function Keys({ keys }: { readonly keys: string }) {
  const withCharacters = useStore(characterKeys, itself);
  if (!withCharacters && isCharacterKey(keys)) return null;
  return (
    <span className={classes["keys"]}>
      {keysShown(keys, isMac).map((key) => (
        <Kbd key={key} size="xs">
          {key}
        </Kbd>
      ))}
    </span>
  );
}
