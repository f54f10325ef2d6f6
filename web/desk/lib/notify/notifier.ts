import type { After, Channel } from "../session/ports.ts";
import type { Elect } from "../sockets/shared.ts";
import type { Happening } from "./happening.ts";
import type { TicketId } from "../../../../shared/contracts/ids.ts";

/** What tabs tell each other, so that the person is alerted once and not of what is before their eyes. */
export type NotifyMessage =
  | { readonly kind: "where"; readonly id: string; readonly ticketId: TicketId }
  /** Only a tab with the focus answers. `sees`: it shows that ticket. */
  | { readonly kind: "here"; readonly id: string; readonly sees: boolean }
  | { readonly kind: "sound"; readonly sound: Happening["kind"] };

export interface NotifierDeps {
  readonly channel: Channel<NotifyMessage>;
  readonly after: After;
  readonly newId: () => string;
  /** Makes one tab of all the one that decides. */
  readonly electDecider: Elect;
  /** Makes one tab of those that may sound the one that does. Browsers keep tabs silent in which nobody clicked or typed yet. */
  readonly electSounder: Elect;
  /** Whether this tab has the focus, and the ticket it shows. */
  readonly view: () => { readonly focused: boolean; readonly ticketId: TicketId | null };
}

export interface Alerts {
  readonly sound: (kind: Happening["kind"]) => void;
  /** Shows it outside of the page. */
  readonly show: (happening: Happening) => void;
}

/** How long the other tabs have to say that they have the focus, and sounds closer together than this are one. Milliseconds. */
const [patience, apart] = [120, 1_500];

/**
 * Alerts the person once, whatever the number of tabs: a sound for a new ticket, and for a message in or the wait of a ticket that they do
 * not look at; something outside of the page while no tab has the focus.
 */
export function createNotifier(
  deps: NotifierDeps,
  alerts: Alerts,
): { readonly take: (happening: Happening) => void; readonly close: () => void } {
  const ended = new AbortController();
  const asked = new Map<string, { focused: boolean; sees: boolean }>();
  let decides = false;
  let sounds = false;
  let silent = false;

  const sound = (kind: Happening["kind"]): void => {
    if (!sounds || silent) return;
    silent = true;
    deps.after(apart, () => {
      silent = false;
    });
    alerts.sound(kind);
  };

  const decide = (happening: Happening, { focused, sees }: { focused: boolean; sees: boolean }): void => {
    if (happening.kind === "ticket" || !sees) {
      deps.channel.post({ kind: "sound", sound: happening.kind });
      sound(happening.kind);
    }
    if (!focused) alerts.show(happening);
  };

  const stopListening = deps.channel.listen((heard) => {
    switch (heard.kind) {
      case "where": {
        const { focused, ticketId } = deps.view();
        if (focused) deps.channel.post({ kind: "here", id: heard.id, sees: ticketId === heard.ticketId });
        return;
      }
      case "here": {
        const seen = asked.get(heard.id);
        if (seen !== undefined) asked.set(heard.id, { focused: true, sees: seen.sees || heard.sees });
        return;
      }
      case "sound":
        return sound(heard.sound);
    }
  });

  deps.electDecider(() => {
    decides = true;
    return () => {
      decides = false;
    };
  }, ended.signal);
  deps.electSounder(() => {
    sounds = true;
    return () => {
      sounds = false;
    };
  }, ended.signal);

  return {
    take(happening) {
      if (!decides) return;
      const { focused, ticketId } = deps.view();
      if (focused) return decide(happening, { focused, sees: ticketId === happening.ticketId });
      const id = deps.newId();
      asked.set(id, { focused: false, sees: false });
      deps.channel.post({ kind: "where", id, ticketId: happening.ticketId });
      deps.after(patience, () => {
        const seen = asked.get(id);
        asked.delete(id);
        if (seen !== undefined && !ended.signal.aborted) decide(happening, seen);
      });
    },
    close() {
      stopListening();
      ended.abort();
    },
  };
}
