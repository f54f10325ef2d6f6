/** Letters and digits that are not taken for one another when they are read aloud or written down. */
const kinds = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789"] as const;

/** Groups of four, and how many. */
const [group, groups] = [4, 3];

/** One of `count`, all equally likely. */
function oneOf(count: number): number {
  const limit = 256 - (256 % count);
  for (;;) {
    const [drawn = 0] = crypto.getRandomValues(new Uint8Array(1));
    if (drawn < limit) return drawn % count;
  }
}

const drawn = (letters: string): string => letters[oneOf(letters.length)] ?? "";

/** A temporary password that meets the policy: `Kx7m-Pq2w-T9ab`, from the browser's own randomness. */
export function newPassword(): string {
  const all = kinds.join("");
  const letters = Array.from({ length: group * groups }, () => drawn(all));
  // One of each kind at least, each in a group of its own.
  kinds.forEach((kind, index) => {
    letters[index * group + oneOf(group)] = drawn(kind);
  });
  return Array.from({ length: groups }, (_, index) =>
    letters.slice(index * group, (index + 1) * group).join(""),
  ).join("-");
}
