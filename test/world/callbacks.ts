import { CallbackItem } from "../../shared/contracts/stored/shapes.ts";
import type { MemoryStore } from "../../shared/store/memory.ts";
import type { Received } from "./receivers.ts";
import { type Shadow, Violation } from "./shadow.ts";
import { entityOf } from "../../shared/contracts/stored/shape.ts";

/**
 * At rest whoever asked to be told of the end of a ticket was: of its closing and of its rating, at their address, and nobody else was
 * told of any.
 */
export function checkCallbacks(
  world: { readonly receivers: { readonly posts: readonly Received[] }; readonly store: MemoryStore },
  shadow: Shadow,
): void {
  const callbacks = world.store
    .dump()
    .filter((item) => item["shape"] === CallbackItem.kind)
    .map((item) => CallbackItem.schema.parse(entityOf(CallbackItem, item)));
  const posts = world.receivers.posts.filter(({ id }) => id.startsWith("callback-"));
  const wanted = new Set(
    callbacks.flatMap(({ ticketId, url }) =>
      (shadow.tickets.get(ticketId)?.entries ?? [])
        .filter(({ type }) => type === "closed" || type === "rated")
        .map(({ number }) => `callback-${ticketId}-${number} ${url}`),
    ),
  );
  const taken = new Set(posts.filter((post) => post.taken).map(({ id, url }) => `${id} ${url}`));
  for (const one of wanted) if (!taken.has(one)) throw new Violation("callbacks", `${one} was never told`);
  for (const { id, url } of posts)
    if (!wanted.has(`${id} ${url}`))
      throw new Violation("callbacks", `${id} was told to ${url}, which nobody asked for`);
}
