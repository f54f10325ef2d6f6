import type { Entry } from "../../../../../shared/contracts/timeline.ts";
import { Bubble } from "./bubble.tsx";
import { ContentView } from "./content-view.tsx";

type Inbound = Extract<Entry, { type: "message"; direction: "in" }>;

/** A message of the contact, at the time they wrote it. */
export const InboundBubble = ({ entry, name }: { readonly entry: Inbound; readonly name: string }) => (
  <Bubble side="theirs" author={name} at={entry.sentAt}>
    <ContentView content={entry.content} />
  </Bubble>
);
