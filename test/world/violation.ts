/** An invariant does not hold. `invariant` is its letter in the architecture, or a word for what the letters imply. */
export class Violation extends Error {
  readonly invariant: string;

  constructor(invariant: string, message: string) {
    super(`(${invariant}) ${message}`);
    this.name = "Violation";
    this.invariant = invariant;
  }
}
