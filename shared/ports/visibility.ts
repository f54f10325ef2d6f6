/** When messages that were received but not handled come back. */
export interface Visibility {
  /** Makes the messages of these receipts come back after `seconds` (0 to 43,200) instead of the queue's own time. */
  postpone(queueArn: string, receiptHandles: readonly string[], seconds: number): Promise<void>;
}
