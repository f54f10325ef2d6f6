import {
  backoff,
  createConnection,
  timing,
  type WireEvents,
} from "../../../web/desk/lib/sockets/connection.ts";
import {
  createSharedConnection,
  type Elect,
  type SharedMessage,
} from "../../../web/desk/lib/sockets/shared.ts";
import { describe, expect, it } from "vitest";
import { fakeTabs, fakeTime, settle } from "./fakes.ts";
import type { ConnectionEvents } from "../../../web/desk/lib/sockets/connection.ts";

interface FakeWire {
  readonly events: WireEvents;
  readonly sent: string[];
  closed: boolean;
}

/** A network on which wires open when they are told to. */
function network() {
  const time = fakeTime();
  const wires: FakeWire[] = [];
  const told: string[] = [];
  let asked = 0;
  let down = false;
  const connect = (tell: ConnectionEvents) =>
    createConnection(
      {
        after: time.after,
        random: () => 0.5,
        address: () => {
          asked += 1;
          return down ? Promise.reject(new Error("down")) : Promise.resolve(`ws://desk?ticket=${asked}`);
        },
        open(_, events) {
          const wire: FakeWire = { events, sent: [], closed: false };
          wires.push(wire);
          return { send: (text) => wire.sent.push(text), close: () => (wire.closed = true) };
        },
      },
      tell,
    );
  const events: ConnectionEvents = {
    status: (status) => told.push(status),
    message: (message) => told.push(message.type),
  };
  return {
    ...{ time, wires, told, connect, events },
    asked: () => asked,
    cut: (value: boolean) => (down = value),
    wire: (index: number) => wires[index] ?? expect.fail(`no wire ${index}`),
  };
}

const pong = `{"type":"pong","time":"2026-11-23T12:00:00.000Z"}`;

describe("a connection", () => {
  it("asks for a ticket, opens and is live", async () => {
    const net = network();
    net.connect(net.events);
    await settle();
    net.wire(0).events.opened();
    expect(net.told).toEqual(["connecting", "live"]);
  });

  it("pings, and stays while it is answered", async () => {
    const net = network();
    net.connect(net.events);
    await settle();
    net.wire(0).events.opened();
    await net.time.pass(timing.ping);
    expect(net.wire(0).sent).toEqual([`{"action":"ping"}`]);
    net.wire(0).events.message(pong);
    await net.time.pass(timing.pong * 2);
    expect(net.wire(0).closed).toBe(false);
  });

  it("gives up a wire that answers no ping, and comes back", async () => {
    const net = network();
    net.connect(net.events);
    await settle();
    net.wire(0).events.opened();
    await net.time.pass(timing.ping + timing.pong);
    expect(net.wire(0).closed).toBe(true);
    expect(net.told.at(-1)).toBe("waiting");
    await net.time.pass(timing.backoff.first);
    net.wire(1).events.opened();
    expect(net.told.at(-1)).toBe("live");
  });

  it("opens the next wire before the gateway ends this one, and then lets go of it", async () => {
    const net = network();
    const connection = net.connect(net.events);
    await settle();
    net.wire(0).events.opened();
    while (net.wires.length === 1) {
      await net.time.pass(timing.pong / 2);
      net.wire(0).events.message(pong);
    }
    expect(net.time.clock() - 1_000_000).toBeLessThan(2 * 3_600_000);
    expect(net.wire(0).closed).toBe(false);
    net.wire(1).events.opened();
    expect(net.wire(0).closed).toBe(true);
    net.wire(0).events.closed();
    await net.time.pass(timing.backoff.most);
    expect(net.wires).toHaveLength(2);
    expect(net.told.filter((it) => it === "waiting")).toEqual([]);
    connection.close();
  });

  it("waits longer with each failure, never more than half a minute", async () => {
    const net = network();
    net.cut(true);
    net.connect(net.events);
    await net.time.pass(10 * 60_000);
    expect(net.asked()).toBeLessThan(40);
    for (let failures = 0; failures < 40; failures += 1) {
      expect(backoff(failures, 0)).toBeLessThanOrEqual(backoff(failures, 0.999));
      expect(backoff(failures, 0.999)).toBeLessThanOrEqual(timing.backoff.most);
    }
  });

  it("tries at once when the network is said to be back", async () => {
    const net = network();
    net.cut(true);
    const connection = net.connect(net.events);
    await net.time.pass(60_000);
    net.cut(false);
    const before = net.wires.length;
    connection.check();
    await settle();
    expect(net.wires).toHaveLength(before + 1);
  });

  it("does not come back after the session ended", async () => {
    const net = network();
    net.connect(net.events);
    await settle();
    net.wire(0).events.opened();
    net.wire(0).events.message(`{"type":"session-ended","at":"2026-11-23T12:00:00.000Z"}`);
    net.wire(0).events.closed();
    await net.time.pass(3_600_000);
    expect(net.wires).toHaveLength(1);
    expect(net.told.at(-1)).toBe("session-ended");
  });
});

/** Tabs that want to lead, one at a time. */
function election(): { elect: Elect; leave: () => void } {
  const waiting: { lead: () => () => void; signal: AbortSignal }[] = [];
  let stop: (() => void) | undefined;
  const next = (): void => {
    const first = waiting.shift();
    if (first === undefined) return;
    if (first.signal.aborted) return next();
    stop = first.lead();
  };
  return {
    elect(lead, signal) {
      waiting.push({ lead, signal });
      if (stop === undefined) next();
    },
    leave() {
      stop?.();
      stop = undefined;
      next();
    },
  };
}

describe("the tabs of a browser", () => {
  it("share one wire, hear the same, and go on when the leader leaves", async () => {
    const net = network();
    const tabs = fakeTabs<SharedMessage>();
    const { elect, leave } = election();
    const heard: Record<"one" | "two", string[]> = { one: [], two: [] };
    for (const name of ["one", "two"] as const) {
      createSharedConnection(
        { elect, channel: tabs.open(), connect: net.connect },
        { status: (status) => heard[name].push(status), message: ({ type }) => heard[name].push(type) },
      );
    }
    await settle();
    net.wire(0).events.opened();
    net.wire(0).events.message(pong);
    await settle();
    expect(net.wires).toHaveLength(1);
    expect(heard.one.slice(-2)).toEqual(["live", "pong"]);
    expect(heard.two.slice(-2)).toEqual(["live", "pong"]);

    leave();
    await settle();
    net.wire(1).events.opened();
    expect(heard.two.at(-1)).toBe("live");
  });

  it("tell a later tab how things stand", async () => {
    const net = network();
    const tabs = fakeTabs<SharedMessage>();
    const { elect } = election();
    createSharedConnection({ elect, channel: tabs.open(), connect: net.connect }, net.events);
    await settle();
    net.wire(0).events.opened();
    await settle();
    const later: string[] = [];
    createSharedConnection(
      { elect, channel: tabs.open(), connect: net.connect },
      { status: (status) => later.push(status), message: () => undefined },
    );
    await settle();
    expect(later).toEqual(["live"]);
  });
});
