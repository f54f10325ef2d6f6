import { type Ref, useLayoutEffect } from "react";

/**
 * Stands in a `Popover.Target` or `Menu.Target` for a button that is there already, so that the button needs not wait for what it opens.
 * The button says by itself that it opens something.
 */
export function At(props: {
  readonly target: HTMLElement | null;
  /** Given by the target it stands in, as are the others. */
  readonly ref?: Ref<HTMLElement>;
  readonly id?: string;
}) {
  const { target, ref, id } = props;
  useLayoutEffect(() => {
    if (typeof ref !== "function") return undefined;
    ref(target);
    return () => void ref(null);
  }, [ref, target]);
  useLayoutEffect(() => {
    // What is opened is named after its button.
    if (target !== null && id !== undefined) target.id = id;
  }, [target, id]);
  return null;
}
