import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { createSchedules } from "../../../shared/adapters/schedules.ts";
import { ticketId } from "../../support/ids.ts";
import type { Time } from "../../../shared/contracts/values.ts";

const arn = "arn:aws:sqs:us-east-1:000000000000:wakeups";
const role = "arn:aws:iam::000000000000:role/snoozes";
const job = { v: 1, kind: "snooze", ticketId, snooze: 2 } as const;

let server: Server;
let asked: {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly body: unknown;
}[];
let answer: { status: number; type?: string };

beforeEach(async () => {
  asked = [];
  answer = { status: 200 };
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      asked.push({
        method: request.method,
        url: request.url,
        body: text === "" ? undefined : JSON.parse(text),
      });
      response.writeHead(answer.status, {
        "content-type": "application/json",
        ...(answer.type === undefined ? {} : { "x-amzn-errortype": answer.type }),
      });
      response.end(
        answer.status === 200 ? JSON.stringify({ ScheduleArn: "arn" }) : JSON.stringify({ Message: "no" }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const schedules = () => {
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "id", secretAccessKey: "secret" };
  const client = new SchedulerClient({ region: "us-east-1", endpoint, credentials, maxAttempts: 1 });
  return createSchedules({ client, group: "desk-snoozes", queueArn: arn, roleArn: role });
};

describe("schedules", () => {
  it("are made for the next whole second, once, into the queue, and delete themselves", async () => {
    await schedules().create("tkt-2", "2026-11-23T12:00:00.001Z" as Time, job);
    expect(asked).toMatchObject([
      {
        method: "POST",
        url: "/schedules/tkt-2",
        body: {
          GroupName: "desk-snoozes",
          ScheduleExpression: "at(2026-11-23T12:00:01)",
          FlexibleTimeWindow: { Mode: "OFF" },
          ActionAfterCompletion: "DELETE",
          Target: { Arn: arn, RoleArn: role, Input: JSON.stringify(job) },
        },
      },
    ]);
  });

  it("that are there already are fine; so are those that are gone when they are to be deleted", async () => {
    answer = { status: 409, type: "ConflictException" };
    await expect(
      schedules().create("tkt-2", "2026-11-23T12:00:00.000Z" as Time, job),
    ).resolves.toBeUndefined();
    answer = { status: 404, type: "ResourceNotFoundException" };
    await expect(schedules().remove("tkt-2")).resolves.toBeUndefined();
    expect(asked.at(-1)).toMatchObject({
      method: "DELETE",
      url: expect.stringMatching(/^\/schedules\/tkt-2\?.*groupName=desk-snoozes/),
    });
  });

  it("that are refused otherwise are an error, also a group that is not there", async () => {
    answer = { status: 404, type: "ResourceNotFoundException" };
    const made = schedules().create("tkt-2", "2026-11-23T12:00:00.000Z" as Time, job);
    await expect(made).rejects.toThrow("no");
    answer = { status: 409, type: "ConflictException" };
    await expect(schedules().remove("tkt-2")).rejects.toThrow("no");
  });
});
