import { DynamoDBServiceException } from "@aws-sdk/client-dynamodb";

/** The error a call was refused with; fails when the call went through or failed otherwise. */
export async function refusalOf(call: Promise<unknown>): Promise<DynamoDBServiceException> {
  try {
    await call;
  } catch (error) {
    if (error instanceof DynamoDBServiceException) return error;
    throw error;
  }
  throw new Error("the call was not refused");
}
