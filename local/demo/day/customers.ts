import * as z from "zod";
import type { Ticket } from "../../../shared/contracts/tickets.ts";
import { inParallel } from "../../setup/api.ts";
import type { WhatsAppSimulator } from "../../whatsapp/api.ts";
import type { Customer as Phone } from "../../whatsapp/customer.ts";
import type { Received } from "../../whatsapp/types.ts";
import type { Journal } from "./journal.ts";
import {
  answers,
  backAgain,
  impatience,
  lineOf,
  lookingUp,
  mumble,
  questions,
  thanks,
  untilTomorrow,
} from "./lines.ts";
import { numbers, said } from "./shop.ts";
import type { Story, Visit } from "./stories.ts";

/** A customer in the middle of their day. */
export interface Customer {
  readonly story: Story;
  /** The visit they are on, and how many lines of it they have said. */
  readonly visit: Visit;
  readonly line: number;
}

export interface Customers {
  /** Lets everybody read what came, and write what is due at this minute. Resolves once the desk has answered the webhooks. */
  act(minute: number): Promise<void>;
  /** Whose ticket it is. Throws for a stranger's. */
  of(ticket: Ticket): Customer;
  /** Whether nobody has anything more to say. */
  readonly done: boolean;
  readonly stories: readonly Story[];
  /** How many messages came to all phones together. */
  received(): number;
}

/** How many write at the same moment. */
const atOnce = 8;
/** The menu gives up with the third answer that it does not understand. */
const patientMumbles = 2;

const Interactive = z.object({
  body: z.object({ text: z.string() }),
  action: z.object({
    buttons: z.array(z.object({ reply: z.object({ id: z.string(), title: z.string() }) })).optional(),
    sections: z
      .array(z.object({ rows: z.array(z.object({ id: z.string(), title: z.string() })) }))
      .optional(),
  }),
});
type Options = readonly { readonly id: string; readonly title: string }[];

interface State {
  readonly story: Story;
  readonly phone: Phone;
  visit: Visit;
  rest: readonly Visit[];
  line: number;
  mumbled: number;
  /** How much of what is on the phone they have read. */
  read: number;
  due: { readonly at: number; readonly write: () => Promise<unknown> }[];
}

/** Everybody with their phones. They know of the desk only what is on these. */
export function gatherCustomers(
  simulator: WhatsAppSimulator,
  stories: readonly Story[],
  journal: Journal,
): Customers {
  const states = stories.map((story): State => {
    const [visit, ...rest] = story.visits;
    const { waId, name } = story;
    const { phoneNumberId } = numbers[story.number];
    const phone = simulator.customer({ waId, name, phoneNumberId });
    return { story, phone, visit, rest, line: 0, mumbled: 0, read: 0, due: [] };
  });
  for (const state of states) plan(state, state.visit.after, () => say(state, questions));
  const byPhone = new Map(states.map((state) => [state.story.waId, state]));

  function plan(state: State, at: number, write: () => Promise<unknown>): void {
    state.due.push({ at, write });
  }

  function say(state: State, lines: readonly string[]): Promise<unknown> {
    state.line += 1;
    return state.phone.send.text(lineOf(lines, state.line));
  }

  function hear(state: State, message: Received, minute: number): void {
    const soon = minute + state.story.pace;
    const text = message.content["body"];
    if (message.type === "interactive") return asked(state, Interactive.parse(message.content), soon);
    if (text === lookingUp && state.visit.pause?.impatient === true)
      plan(state, minute + state.visit.pause.minutes / 2, () => state.phone.send.text(impatience));
    const isAnswer = text === backAgain || answers.some((answer) => answer === text);
    if (isAnswer && state.line < state.visit.lines) plan(state, soon, () => say(state, questions));
    if (text === untilTomorrow) leave(state, minute);
  }

  function asked(state: State, { body, action }: z.infer<typeof Interactive>, soon: number): void {
    const options: Options = [
      ...(action.buttons ?? []).map(({ reply }) => reply),
      ...(action.sections ?? []).flatMap(({ rows }) => rows),
    ];
    if (body.text === said.survey) {
      const { score } = state.visit;
      const option = options.find(({ title }) => title.startsWith(`${score} `));
      if (score !== null)
        plan(state, soon, async () => {
          if (option === undefined) throw new Error(`the survey offers no ${score}`);
          await state.phone.send.listReply(option);
          journal.did("rated");
          journal.did("stars", score);
        });
      leave(state, soon);
    } else if (state.visit.ending === "expired" || state.visit.ending === "dropped") {
      leave(state, soon);
    } else if (state.mumbled < Math.min(state.story.mumbles, patientMumbles)) {
      state.mumbled += 1;
      plan(state, soon, () => state.phone.send.text(mumble));
    } else {
      const chosen = options.find(({ title }) => title === state.story.queue);
      if (chosen === undefined) throw new Error(`the menu does not offer ${state.story.queue}`);
      plan(state, soon, () => state.phone.send.buttonReply(chosen));
    }
  }

  /** The visit is over for the customer; the next one begins some time later. */
  function leave(state: State, minute: number): void {
    const [next, ...rest] = state.rest;
    if (next === undefined) return;
    state.rest = rest;
    plan(state, minute + next.after, () => {
      state.visit = next;
      state.line = 0;
      // What comes quickly after the end is a thank-you, and no question.
      return say(
        state,
        next.score === null && next.lines === 1 && next.pause === null ? [thanks] : questions,
      );
    });
  }

  async function live(state: State, minute: number): Promise<void> {
    const received = state.phone.received();
    for (const message of received.slice(state.read)) hear(state, message, minute);
    state.read = received.length;
    const now = state.due.filter(({ at }) => at <= minute).toSorted((a, b) => a.at - b.at);
    state.due = state.due.filter(({ at }) => at > minute);
    for (const { write } of now) {
      await write();
      journal.did("written");
    }
  }

  return {
    async act(minute) {
      await inParallel(states, (state) => live(state, minute), atOnce);
    },
    of(ticket) {
      const state = byPhone.get(ticket.address.phone ?? "");
      if (state === undefined) throw new Error(`ticket ${ticket.id} is of somebody who did not write`);
      return state;
    },
    get done() {
      return states.every(({ due, rest }) => due.length === 0 && rest.length === 0);
    },
    stories,
    received: () => states.reduce((sum, { phone }) => sum + phone.received().length, 0),
  };
}
