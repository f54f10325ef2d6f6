import { useMemo } from "react";
import { encode } from "uqr";
import { qrPath } from "./qr-path.ts";
import classes from "./qr-code.module.css";

/** As many modules of nothing around it as cameras want. */
const quiet = 4;

/** A text as a QR code, dark on white also where the desk is dark. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, path } = useMemo(() => {
    const code = encode(text, { ecc: "M", border: quiet });
    return { size: code.size, path: qrPath(code.data) };
  }, [text]);
  return (
    <svg
      className={classes["code"]}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <path d={path} />
    </svg>
  );
}
