import type { MeterLine } from "../aws/front-door/meter.ts";
import { type Quantities, summed } from "./bill.ts";

/** What was used, split by why. */
export interface Usage {
  /** What the desk did because somebody wrote, answered or clicked. */
  readonly work: Quantities;
  /** What is used also when nobody writes: queue polls that found nothing, background functions, open sockets. */
  readonly idle: Quantities;
}

/** A line of API Gateway's access log as the stack formats it. The local run writes none, so its size is this estimate. */
const accessLogBytes = 350;

const gigabyte = 1024 ** 3;

/**
 * Turns what the meter counted into what AWS bills. `isBackground` tells functions that a timer calls; what they cause is
 * idle use. What the operator did is nobody's bill. Sign-in is not billed by the call, nor are schedules kept or streams
 * read by a function. All queue requests count as FIFO, which costs more. Throws for a service it cannot bill.
 */
export function usageOf(lines: readonly MeterLine[], isBackground: (functionId: string) => boolean): Usage {
  const work: Quantities[] = [];
  const idle: Quantities[] = [];
  for (const line of lines) {
    if (line.functionId === "operator") continue;
    if (isBackground(line.functionId)) {
      idle.push(billable(line));
      if (line.service === "lambda") idle.push({ "scheduler.invocations": line.calls });
      continue;
    }
    if (line.operation === "WebSocketConnection") {
      idle.push({ "apigateway.socketMinutes": line.connectionMinutes });
      continue;
    }
    const empty = line.service === "sqs" ? emptyReceives(line, lines) : 0;
    if (empty > 0) idle.push({ "sqs.fifo": empty });
    work.push(billable({ ...line, requests: line.requests - empty }));
  }
  return { work: summed(work), idle: summed(idle) };
}

function billable(line: MeterLine): Quantities {
  const { service, operation, requests } = line;
  switch (service) {
    case "lambda":
      return { "lambda.requests": line.calls, "lambda.gigabyteSeconds": line.gbSeconds };
    case "apigateway": {
      const kind = operation === "RestRequest" ? "apigateway.rest" : "apigateway.socketMessages";
      const logged = line.calls * accessLogBytes;
      return { [kind]: requests, ...outward(line.bytesOut), "logs.gigabytes": logged / gigabyte };
    }
    case "execute-api":
      // What is posted to a socket leaves for the browser.
      return { "apigateway.socketMessages": requests, ...outward(line.bytesIn) };
    case "dynamodb":
      return { "dynamodb.readUnits": line.readUnits, "dynamodb.writeUnits": line.writeUnits };
    case "sqs":
      return { "sqs.fifo": requests };
    case "secretsmanager":
      return { "secretsmanager.requests": requests };
    case "s3":
      if (operation.startsWith("Delete")) return {};
      return { [/^(Get|Head)/.test(operation) ? "s3.reads" : "s3.writes"]: requests };
    case "logs":
      return { "logs.gigabytes": line.bytesIn / gigabyte };
    case "cognito-idp":
    case "scheduler":
      return {};
    default:
      throw new Error(`there is no price for ${service} ${operation}`);
  }
}

const outward = (bytes: number): Quantities => ({ "internet.gigabytes": bytes / gigabyte });

/**
 * Receives of an event source mapping that brought nothing. A batch is one receive and one call of the function, since FIFO
 * queues have no batching window.
 */
function emptyReceives(line: MeterLine, lines: readonly MeterLine[]): number {
  if (line.operation !== "ReceiveMessage") return 0;
  const invoked = lines.find((it) => it.functionId === line.functionId && it.service === "lambda");
  return Math.max(0, line.calls - (invoked?.calls ?? 0));
}
