import type { Sender, Written } from "../world/meta.ts";
import type { Chance } from "../world/chance.ts";
import type { Organisation } from "./organisation.ts";
import { answerTo } from "./receptions.ts";
import { type Asked, ratingOf, score } from "./endings.ts";
import type { StatusEvent, Treatment } from "../world/graph.ts";
import type { World } from "../world/world.ts";

/** The customers: each writes by phone, by user id or by both, and changes between them. */
export function createCustomers(
  organisation: Organisation,
  chance: Chance,
  /** Who is asked how it was. */
  asked: () => readonly Asked[],
) {
  const people = Array.from({ length: chance.between(2, 6) }, (_, index) => ({
    name: `Customer ${index}`,
    // Accounts made before the ninth digit was introduced are spelled without it.
    phones: [`55119900000${index}0`, `5511900000${index}0`.slice(0, 12)],
    userId: `BR.${index}abc`,
    ways: chance.pick([["phone"], ["userId"], ["both"], ["phone", "both"], ["phone", "userId", "both"]]),
  }));
  const written: Written[] = [];
  const answers = chance.fork("answers");
  const scores = chance.fork("scores");
  /** Surveys that are on somebody's screen, answered and over ones too. */
  const surveys: Asked[] = [];
  let count = 0;

  /** Channels that are hardly written to any more. */
  const left = new Set<string>();
  const remaining = (): Organisation["channels"][number] =>
    chance.pick(
      [...organisation.channels.filter(({ id }) => !left.has(id)), ...organisation.channels].slice(0, 1),
    );

  const write = (): Written => {
    const { name, phones, userId, ways } = chance.pick(people);
    const way = chance.pick(ways);
    const phone = chance.is(0.9) ? (phones[0] ?? "") : (phones[1] ?? "");
    const sender: Sender = {
      name,
      ...(way !== "userId" && { phone }),
      ...(way !== "phone" && { userId }),
    };
    count += 1;
    const somewhere = chance.pick(organisation.channels);
    const { phoneNumberId } = left.has(somewhere.id) && chance.is(0.9) ? remaining() : somewhere;
    const said = (scores.is(0.03) ? score(scores) : undefined) ??
      answerTo(answers, organisation.queues) ?? { text: `message ${count}` };
    const made = { phoneNumberId, providerId: `wamid.in.${count}`, sender, ...said };
    written.push(made);
    return made;
  };
  return {
    people,
    /** From now on hardly anybody writes to this channel. */
    leave: (channelId: string): void => void left.add(channelId),
    /** Somebody who is asked how it was says so, if anybody is. */
    rate: (world: World): void => {
      const waiting = asked();
      if (waiting.length === 0) return;
      surveys.push(...waiting);
      const isOld = scores.is(0.2);
      const { channelId, address, ticketId } = scores.pick(isOld ? surveys : waiting);
      const { phoneNumberId } = organisation.channels.find(({ id }) => id === channelId) ?? remaining();
      const { phone, userId } = address;
      const sender = { name: "Somebody content", ...(phone && { phone }), ...(userId && { userId }) };
      count += 1;
      const made = { phoneNumberId, providerId: `wamid.in.${count}`, sender, ...ratingOf(scores, ticketId) };
      written.push(made);
      world.meta.emit([made], [], 0);
    },
    /** Somebody writes who never did before. */
    newcomer: (world: World): void => {
      const { phoneNumberId } = chance.pick(organisation.channels.filter(({ id }) => !left.has(id)));
      count += 1;
      const sender = { name: `Newcomer ${count}`, phone: `55119910${10_000 + count}` };
      const made = { phoneNumberId, providerId: `wamid.in.${count}`, sender, text: `message ${count}` };
      written.push(made);
      world.meta.emit([made], [], 0);
    },
    /** One to three messages of one number in one webhook. */
    write: (world: World): void => {
      const first = write();
      const more = Array.from({ length: chance.is(0.2) ? chance.between(1, 2) : 0 }, write).map((it) => ({
        ...it,
        phoneNumberId: first.phoneNumberId,
      }));
      // Meta may tell an earlier message again in another body.
      const earlier = chance.is(0.1) ? [chance.pick(written)] : [];
      const again = earlier.filter(
        (it) =>
          it.phoneNumberId === first.phoneNumberId &&
          it !== first &&
          !more.some(({ providerId }) => providerId === it.providerId),
      );
      world.meta.emit([first, ...again, ...more], [], 0);
    },
  };
}

/** What Meta does with posts: mostly it takes them; it refuses, cuts answers, and says one thing and does another. */
export function createTreatment(chance: Chance, calm: () => boolean) {
  const refused = (codes: readonly number[], httpStatus = 400) => ({ code: chance.pick(codes), httpStatus });
  const statuses = (): Treatment["statuses"] =>
    chance.pick([
      ["sent"],
      ["sent", "delivered"],
      ["sent", "delivered", "read"],
      ["sent", "delivered", "read"],
      ["sent", "failed"],
      ["sent", "failed", "delivered"],
      ["read"],
    ]);
  return {
    treat: (): Treatment => {
      const at = calm() ? 0 : chance.unit();
      const taken = { accepted: true, statuses: statuses() };
      const lost = { accepted: false, statuses: [] };
      if (at < 0.66) return { ...taken, answer: "accepted" };
      if (at < 0.74) return { ...lost, answer: refused([4, 80_007, 130_429, 131_056]) };
      if (at < 0.8) return { ...lost, answer: refused([131_026, 131_047, 190, 100, 132_000, 368]) };
      if (at < 0.83) return { ...taken, answer: refused([1, 2, 131_000, 131_016]) };
      if (at < 0.86) return { ...lost, answer: refused([131_000, 133_004], 500) };
      if (at < 0.89) return { ...taken, answer: "unknown" };
      // Often, because few such messages stay unconfirmed: most posts are made once the day has calmed down.
      return { ...lost, answer: "unknown" };
    },
    /** Most statuses come soon; some are lost, some come twice, some come days later, all in any order. */
    statusDelay: (_event: StatusEvent): readonly number[] => {
      if (calm()) return [0];
      if (chance.is(0.1)) return [];
      const delay = (): number => chance.pick([0, 0, 50, 2_000, 90_000, 7_200_000]);
      return chance.is(0.2) ? [delay(), delay()] : [delay()];
    },
  };
}
