import { availableParallelism } from "node:os";
import { MovableClock } from "../../local/aws/clock.ts";
import { runStack } from "../../local/aws/runner/run-stack.ts";
import type { Answer, Question } from "./cloud.ts";

// The local cloud in a process of its own, so that who writes to the desk and who reads its sockets takes time from it
// only as another process does. Started by cloud.ts with the assembly's folder and the Graph API's address.

const [assemblyDir = "", graphUrl = ""] = process.argv.slice(2);
const say = (answer: Answer): void => {
  process.send?.(answer);
};

const stack = await runStack({
  assemblyDir,
  clock: new MovableClock(),
  parameters: { GraphUrl: graphUrl },
  // A machine this small is busy with one worker a function; more warm the same code once more each and empty the batches.
  host: { workersPerFunction: Math.max(1, Math.floor(availableParallelism() / 2)) },
  log: ({ level, message, ...details }) => {
    if (level !== "info") console.error(`${level} ${message} ${JSON.stringify(details)}`);
  },
  onLine: ({ functionId, line }) => {
    stack.meter.record({
      functionId,
      service: "logs",
      operation: "PutLogEvents",
      bytesIn: Buffer.byteLength(line),
    });
  },
});

process.on("message", (question: Question) => {
  switch (question.ask) {
    case "meter":
      say({ id: question.id, value: stack.meter.snapshot() });
      break;
    case "idle":
      say({ id: question.id, value: stack.idle() });
      break;
    case "prewarm":
      void stack.host.prewarm().then(() => say({ id: question.id, value: null }));
      break;
    case "close":
      void stack.close().then(() => process.disconnect());
      break;
  }
});

// Whoever asked is gone, and nobody else can.
process.on("disconnect", () => process.exit());

say({
  id: 0,
  value: {
    outputs: stack.outputs,
    endpoint: stack.frontDoor.url,
    credentials: stack.frontDoor.operatorCredentials,
    region: stack.stack.place.region,
    functions: stack.host.functions.map(({ id, name, memoryMb, codeFolder, environment }) => ({
      id,
      name,
      memoryMb,
      codeFolder,
      environment,
    })),
    backgroundFunctions: stack.host.functions
      .filter(({ name }) => name.endsWith("-schedule-sweep"))
      .map(({ id }) => id),
  },
});
