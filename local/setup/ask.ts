import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** Questions to whoever sits at the terminal. They reject with an error for people when Ctrl-C or Ctrl-D is the answer. */
export interface Asking {
  /** Whether anybody does. */
  readonly there: boolean;
  line(question: string): Promise<string>;
  /** The same, without showing what is typed. */
  hidden(question: string): Promise<string>;
}

/** Asks on the terminal of this process, on stderr, so that what goes to stdout stays the plan. */
export function createAsking(): Asking {
  const { stdin, stderr } = process;
  const ask = async (question: string, isHidden: boolean): Promise<string> => {
    let silent = false;
    const output = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        if (!silent) stderr.write(chunk);
        done();
      },
    });
    const reader = createInterface({ input: stdin, output, terminal: true });
    const ended = new AbortController();
    // Ctrl-C and Ctrl-D: the question would wait for ever.
    for (const event of ["SIGINT", "close"] as const) reader.once(event, () => ended.abort());
    try {
      const answer = reader.question(question, { signal: ended.signal });
      silent = isHidden;
      return await answer;
    } catch (error) {
      if (!ended.signal.aborted) throw error;
      throw new Error("Nothing was done.", { cause: error });
    } finally {
      silent = false;
      if (isHidden || ended.signal.aborted) stderr.write("\n");
      reader.close();
    }
  };
  return {
    there: stdin.isTTY && stderr.isTTY,
    line: (question) => ask(question, false),
    hidden: (question) => ask(question, true),
  };
}
