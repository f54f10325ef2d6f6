/** How a call fails. */
type FailureKind =
  /** Meta's JSON error with the code. */
  | "error"
  /** A 5xx page of HTML. */
  | "html"
  /** No answer until the caller gives up. */
  | "timeout"
  /** The connection is cut without an answer. */
  | "cut"
  /** 200, then a `failed` status with the code. Sends only. */
  | "async";

/** A failure to come. */
export interface FailureOrder {
  /** Left out: any number. */
  readonly phoneNumberId?: string;
  /** Only sends to this `to` or `recipient`, as the caller writes it or digits only. */
  readonly to?: string;
  /** Which calls; `messages` (sends, not read receipts) by default. */
  readonly on?: "messages" | "read" | "media" | "templates";
  readonly kind?: FailureKind;
  /** Meta's error code; needed for `error` and `async`, ignored otherwise. Default 131000. */
  readonly code?: number;
  readonly httpStatus?: number;
  readonly details?: string;
  /** How many calls fail; 1 by default, `Infinity` until `clear`. */
  readonly times?: number;
  /** The call takes effect all the same: the message goes out, and only the answer is lost. */
  readonly after?: boolean;
}

/** Failures asked for and not used up. */
export interface Failures {
  add(order: FailureOrder): void;
  /** Takes the oldest failure that applies, if any. */
  take(call: {
    on: NonNullable<FailureOrder["on"]>;
    phoneNumberId?: string;
    to?: string;
  }): FailureOrder | undefined;
  clear(): void;
  /** How many calls are still to fail. */
  remaining(): number;
}

/** Makes an empty list of {@link Failures}. */
export function createFailures(): Failures {
  let orders: { order: FailureOrder; left: number }[] = [];
  const sameAddress = (one: string, other: string): boolean =>
    one.replace(/^\+/, "") === other.replace(/^\+/, "");
  return {
    add(order) {
      const times = order.times ?? 1;
      if (!(times > 0)) throw new RangeError(`a failure cannot happen ${times} times`);
      if (order.kind === "async" && (order.on ?? "messages") !== "messages")
        throw new RangeError("only sends can fail after they were accepted");
      orders.push({ order, left: times });
    },
    take({ on, phoneNumberId, to }) {
      const found = orders.find(
        ({ order }) =>
          (order.on ?? "messages") === on &&
          (order.phoneNumberId === undefined || order.phoneNumberId === phoneNumberId) &&
          (order.to === undefined || (to !== undefined && sameAddress(order.to, to))),
      );
      if (!found) return undefined;
      found.left -= 1;
      if (found.left <= 0) orders = orders.filter((one) => one !== found);
      return found.order;
    },
    clear() {
      orders = [];
    },
    remaining: () => orders.reduce((sum, { left }) => sum + left, 0),
  };
}
