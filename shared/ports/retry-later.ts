/** What was asked cannot be done now but is worth trying again in `seconds`: the message goes back to its queue. */
export class RetryLater extends Error {
  readonly seconds: number;

  constructor(seconds: number, reason: string) {
    super(reason);
    this.name = "RetryLater";
    this.seconds = seconds;
  }
}
