import { type RefObject, useEffect, useRef } from "react";

/** Whether the component is still there: for answers that come late. */
export function useThere(): Readonly<RefObject<boolean>> {
  const isThere = useRef(true);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);
  return isThere;
}
