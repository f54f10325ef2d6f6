import { type ComponentType, lazy } from "react";

/**
 * What features put into the top bar, in its middle and at its end: each is a component without properties that may show nothing,
 * and is loaded after the first page.
 */
export const topBarSlots: Readonly<Record<"middle" | "end", readonly ComponentType[]>> = {
  middle: [lazy(() => import("../features/presence/channel-button.tsx"))],
  end: [lazy(() => import("../features/outreach/new-conversation.tsx"))],
};
