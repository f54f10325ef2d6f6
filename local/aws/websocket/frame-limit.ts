import type { Duplex } from "node:stream";

/** Bytes one frame may carry. */
const FRAME_BYTES = 32 * 1024;

/**
 * Watches the frames a client sends and calls back at the first that is over 32 KB. The WebSocket library only bounds
 * whole messages. Call as soon as the library holds the socket, before it has
 * read from it: what came with the upgrade is put back and comes again.
 */
export function watchFrames(socket: Duplex, onTooLarge: () => void): void {
  let header: Buffer = Buffer.alloc(0);
  let left = 0;
  const read = (chunk: Buffer): void => {
    let rest = chunk;
    while (rest.length > 0) {
      if (left > 0) {
        const taken = Math.min(left, rest.length);
        left -= taken;
        rest = rest.subarray(taken);
        continue;
      }
      header = Buffer.concat([header, rest]);
      const size = sizeOf(header);
      if (size === undefined) return;
      if (size.payload > FRAME_BYTES) {
        socket.off("data", read);
        onTooLarge();
        return;
      }
      rest = header.subarray(size.header);
      header = Buffer.alloc(0);
      left = size.payload;
    }
  };
  socket.prependListener("data", read);
}

/** Length of a frame's header and payload (RFC 6455, 5.2), or undefined while the header is incomplete. */
function sizeOf(bytes: Buffer): { readonly header: number; readonly payload: number } | undefined {
  const second = bytes[1];
  if (second === undefined) return undefined;
  const mask = (second & 0x80) === 0 ? 0 : 4;
  const short = second & 0x7f;
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (bytes.length < 2 + extended + mask) return undefined;
  const payload =
    extended === 2 ? bytes.readUInt16BE(2) : extended === 8 ? Number(bytes.readBigUInt64BE(2)) : short;
  return { header: 2 + extended + mask, payload };
}
