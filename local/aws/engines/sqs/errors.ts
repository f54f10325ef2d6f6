/** An error answer of the SQS API. `code` is its name there; always the sender's fault. */
export class SqsError extends Error {
  override readonly name = "SqsError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }

  /** `x-amzn-query-error` for SDKs that still look for the codes of the query protocol. */
  get queryError(): string {
    return `${QUERY_CODES[this.code] ?? this.code};Sender`;
  }
}

const QUERY_CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
  QueueNameExists: "QueueAlreadyExists",
  EmptyBatchRequest: "AWS.SimpleQueueService.EmptyBatchRequest",
  TooManyEntriesInBatchRequest: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
  BatchEntryIdsNotDistinct: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
  BatchRequestTooLong: "AWS.SimpleQueueService.BatchRequestTooLong",
  InvalidBatchEntryId: "AWS.SimpleQueueService.InvalidBatchEntryId",
  UnsupportedOperation: "AWS.SimpleQueueService.UnsupportedOperation",
  MessageNotInflight: "AWS.SimpleQueueService.MessageNotInflight",
};
