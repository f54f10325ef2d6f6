import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { Mutation } from "../world/world.ts";
import type { PlantedBug } from "./mutations.ts";
import { SeatItem } from "../../shared/contracts/stored/shapes.ts";

/** The relay does not hear of these changes of seats. */
const deafTo = (isMissed: (record: DynamoDBRecord) => boolean): Mutation => ({
  handler: (handler, name) =>
    name !== "stream-relay"
      ? handler
      : (event: DynamoDBStreamEvent, context) => {
          const Records = event.Records.filter(
            (record) => record.dynamodb?.NewImage?.["shape"]?.S !== SeatItem.kind || !isMissed(record),
          );
          return handler({ ...event, Records } as never, context);
        },
});

type Image = NonNullable<NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"]>;

const limitOf = (image: Image | undefined): number => Number(image?.["limit"]?.N ?? Infinity);

const queuesOf = (image: Image | undefined): readonly unknown[] =>
  (image?.["queueIds"]?.L ?? []).map(({ S: queueId }) => queueId);

/** Bugs in what follows when the desk is reorganised while somebody waits. */
export const reorganisingBugs: readonly PlantedBug[] = [
  {
    name: "the router is not asked when a limit rises",
    shows: ["e"],
    within: 100,
    mutation: deafTo(({ dynamodb }) => limitOf(dynamodb?.NewImage) > limitOf(dynamodb?.OldImage)),
  },
  {
    name: "the router is not asked when somebody comes to serve a queue",
    shows: ["e"],
    within: 100,
    mutation: deafTo(({ dynamodb }) => {
      const before = queuesOf(dynamodb?.OldImage);
      return queuesOf(dynamodb?.NewImage).some((queueId) => !before.includes(queueId));
    }),
  },
];
