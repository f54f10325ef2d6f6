import type { ComponentType } from "react";

/** What features put into the top bar, in its middle: each is a component without properties that may show nothing. */
export const topBarSlots: readonly ComponentType[] = [];
