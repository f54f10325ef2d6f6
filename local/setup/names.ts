import type { SetupFile } from "./file.ts";
import type { FilePath } from "./problems.ts";
import { type Key, type Kind, type KnownThing, channelKey, identity } from "./things.ts";

/** Finds what the file names, in the file and on the desk. What is not there, or not one, is told; the name then stands for itself. */
export interface Names {
  sector(path: FilePath, written: string): string;
  /** By its name, or as `Sector / Queue`. */
  queue(path: FilePath, written: string): Key;
  channel(path: FilePath, written: string): Key;
}

interface Named {
  readonly key: Key;
  readonly names: readonly string[];
}

/** Names that the file and the desk have together; one thing that both have counts once. */
export function createNames(
  file: SetupFile,
  known: readonly KnownThing[],
  tell: (path: FilePath, message: string) => void,
): Names {
  const ofDesk = (kind: Kind): readonly KnownThing[] => known.filter((it) => it.kind === kind);
  const sectors: readonly Named[] = [
    ...(file.sectors ?? []).map(({ name }) => ({ key: [name], names: [name] })),
    ...ofDesk("sector").map(({ key, label }) => ({ key, names: [label] })),
  ];
  const queues: readonly Named[] = [
    ...(file.sectors ?? []).flatMap((sector) => sector.queues.map((queue) => [sector.name, queue.name])),
    ...ofDesk("queue").map(({ key }) => key),
  ].map((key) => ({ key, names: [key[1] ?? "", key.join(" / ")] }));
  const renamed = new Set(
    (file.channels ?? []).map((it) => identity({ kind: "channel", key: channelKey(it) })),
  );
  const channels: readonly Named[] = [
    ...(file.channels ?? []).map((channel) => ({ key: channelKey(channel), names: [channel.name] })),
    // A channel that is in the file goes by the name it has there.
    ...ofDesk("channel")
      .filter((channel) => !renamed.has(identity(channel)))
      .map(({ key, label }) => ({ key, names: [label] })),
  ];
  const find = (kind: Kind, list: readonly Named[], path: FilePath, written: string): Key => {
    const found = new Map(
      list.filter(({ names }) => names.includes(written)).map(({ key }) => [identity({ kind, key }), key]),
    );
    const [key] = found.values();
    if (key === undefined) tell(path, `there is no ${kind} ${written}, neither here nor on the desk`);
    if (found.size > 1)
      tell(path, `there are ${found.size} of this name: ${hint(kind, [...found.values()])}`);
    return key ?? [written];
  };
  return {
    sector: (path, written) => find("sector", sectors, path, written)[0] ?? written,
    queue: (path, written) => find("queue", queues, path, written),
    channel: (path, written) => find("channel", channels, path, written),
  };
}

const hint = (kind: Kind, keys: readonly Key[]): string =>
  kind === "queue"
    ? `say ${keys.map((key) => `"${key.join(" / ")}"`).join(" or ")}`
    : "give one another name";
