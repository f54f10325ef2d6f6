import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { MessageAttributes, type Message } from "./message.ts";

/** A queue's memory of one deduplication id. */
export interface Accepted {
  readonly key: string;
  readonly messageId: string;
  readonly sequence: number;
  /** Milliseconds of the clock. */
  readonly at: number;
}

/** What a queue had when the process ended. */
export interface StoredQueue {
  readonly messages: readonly Message[];
  readonly accepted: readonly Accepted[];
}

/** Where queues keep what must outlive the process. Every write is durable against the end of the process when it returns. */
export interface Storage {
  queues(): readonly { readonly name: string; readonly attributes: Readonly<Record<string, string>> }[];
  load(queue: string): StoredQueue;
  saveQueue(name: string, attributes: Readonly<Record<string, string>>): void;
  deleteQueue(name: string): void;
  saveMessage(queue: string, message: Message): void;
  deleteMessage(queue: string, messageId: string): void;
  saveAccepted(queue: string, accepted: Accepted): void;
  forgetAccepted(queue: string, before: number): void;
  /** All writes of `work`, or none of them. */
  together<T>(work: () => T): T;
  close(): void;
}

function nothing(): void {
  // A queue in memory has nothing to write.
}

/** Keeps nothing. */
export function createMemoryStorage(): Storage {
  return {
    queues: () => [],
    load: () => ({ messages: [], accepted: [] }),
    saveQueue: nothing,
    deleteQueue: nothing,
    saveMessage: nothing,
    deleteMessage: nothing,
    saveAccepted: nothing,
    forgetAccepted: nothing,
    together: (work) => work(),
    close: nothing,
  };
}

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS queues (name TEXT PRIMARY KEY, attributes TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS messages (
    queue TEXT NOT NULL, id TEXT NOT NULL, sequence INTEGER NOT NULL, message TEXT NOT NULL, PRIMARY KEY (queue, id)
  );
  CREATE TABLE IF NOT EXISTS accepted (
    queue TEXT NOT NULL, key TEXT NOT NULL, message_id TEXT NOT NULL, sequence INTEGER NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (queue, key)
  );
`;

const Attributes = z.record(z.string(), z.string());
const QueueRow = z.object({ name: z.string(), attributes: z.string() });
const MessageRow = z.object({ message: z.string() });
const AcceptedRow = z.object({
  key: z.string(),
  message_id: z.string(),
  sequence: z.number(),
  at: z.number(),
});
const StoredMessage = z.object({
  id: z.string(),
  body: z.string(),
  attributes: MessageAttributes,
  sentAt: z.number(),
  sequence: z.number(),
  groupId: z.string().exactOptional(),
  deduplicationId: z.string().exactOptional(),
  sourceArn: z.string().exactOptional(),
  receiveCount: z.number(),
  firstReceivedAt: z.number().exactOptional(),
  visibleAt: z.number(),
  receiptHandle: z.string().exactOptional(),
});

/** Keeps everything in `<dataDir>/sqs.db`. */
export function createSqliteStorage(dataDir: string): Storage {
  mkdirSync(dataDir, { recursive: true });
  const db = new DatabaseSync(join(dataDir, "sqs.db"));
  db.exec(SCHEMA);
  const statements = {
    queues: db.prepare("SELECT name, attributes FROM queues ORDER BY name"),
    messages: db.prepare("SELECT message FROM messages WHERE queue = ? ORDER BY sequence"),
    accepted: db.prepare(
      "SELECT key, message_id, sequence, at FROM accepted WHERE queue = ? ORDER BY at, sequence",
    ),
    saveQueue: db.prepare("INSERT OR REPLACE INTO queues (name, attributes) VALUES (?, ?)"),
    deleteQueue: db.prepare("DELETE FROM queues WHERE name = ?"),
    deleteMessages: db.prepare("DELETE FROM messages WHERE queue = ?"),
    deleteAccepted: db.prepare("DELETE FROM accepted WHERE queue = ?"),
    saveMessage: db.prepare(
      "INSERT OR REPLACE INTO messages (queue, id, sequence, message) VALUES (?, ?, ?, ?)",
    ),
    deleteMessage: db.prepare("DELETE FROM messages WHERE queue = ? AND id = ?"),
    saveAccepted: db.prepare(
      "INSERT OR REPLACE INTO accepted (queue, key, message_id, sequence, at) VALUES (?, ?, ?, ?, ?)",
    ),
    forgetAccepted: db.prepare("DELETE FROM accepted WHERE queue = ? AND at < ?"),
  };
  const storage: Storage = {
    queues: () =>
      statements.queues.all().map((row) => {
        const { name, attributes } = QueueRow.parse(row);
        return { name, attributes: Attributes.parse(JSON.parse(attributes)) };
      }),
    load: (queue) => ({
      messages: statements.messages
        .all(queue)
        .map((row) => StoredMessage.parse(JSON.parse(MessageRow.parse(row).message)) as Message),
      accepted: statements.accepted.all(queue).map((row) => {
        const { message_id: messageId, ...rest } = AcceptedRow.parse(row);
        return { messageId, ...rest };
      }),
    }),
    saveQueue: (name, attributes) => void statements.saveQueue.run(name, JSON.stringify(attributes)),
    deleteQueue: (name) =>
      storage.together(() => {
        statements.deleteMessages.run(name);
        statements.deleteAccepted.run(name);
        statements.deleteQueue.run(name);
      }),
    saveMessage: (queue, message) =>
      void statements.saveMessage.run(queue, message.id, message.sequence, JSON.stringify(message)),
    deleteMessage: (queue, id) => void statements.deleteMessage.run(queue, id),
    saveAccepted: (queue, { key, messageId, sequence, at }) =>
      void statements.saveAccepted.run(queue, key, messageId, sequence, at),
    forgetAccepted: (queue, before) => void statements.forgetAccepted.run(queue, before),
    together(work) {
      // SQLite has no nested transactions; the outermost one decides.
      if (db.isTransaction) return work();
      db.exec("BEGIN");
      try {
        const result = work();
        db.exec("COMMIT");
        return result;
      } catch (error) {
        db.exec("ROLLBACK");
        throw error;
      }
    },
    close: () => db.close(),
  };
  return storage;
}
