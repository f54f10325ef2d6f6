import type { Agent } from "../../../shared/contracts/organisation.ts";
import {
  AgentSocketItem,
  type Departure,
  DepartureItem,
  SettingsItem,
  SocketItem,
} from "../../../shared/contracts/stored/shapes.ts";
import { type Desk, noon, openDesk } from "../../support/desk.ts";
import { configure } from "../../support/configure.ts";
import { absent, put } from "../../../shared/ports/store.ts";
import { agents, channelId } from "../../support/ids.ts";
import {
  connectSocket,
  disconnectSocket,
  issueSocketTicket,
} from "../../../shared/actions/sockets/connect.ts";
import { describe, expect, test } from "vitest";
import { openTickets, route, waiting, write } from "../../support/conversation.ts";
import { readPresence, setPresence } from "../../../shared/actions/presence/set-presence.ts";
import { RetryLater } from "../../../shared/ports/retry-later.ts";
import { addSeconds } from "../../../shared/domain/time.ts";
import { defaultSettings } from "../../../shared/contracts/settings.ts";
import { forgottenDepartures } from "../../../shared/actions/sweep/departures.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { leaveUnlessConnected } from "../../../shared/actions/presence/lost-connection.ts";
import { relay } from "../../../shared/actions/relay/relay.ts";

const [ana] = agents;
const anas = (desk: Desk): Agent => desk.people[0] as Agent;

describe("a lost connection", () => {
  const connect = async (desk: Desk, connectionId: string): Promise<void> => {
    const sessionBeganAt = Date.parse(noon) / 1_000 + 5;
    const ticket = await issueSocketTicket(desk, { agentId: ana, sessionBeganAt });
    await connectSocket(desk, { ticket, connectionId });
  };
  /** Ana online, with a ticket she holds and one open socket. */
  const connected = async (): Promise<Desk> => {
    const desk = await openDesk({ online: false, limit: 1 });
    await setPresence(desk, { actor: anas(desk), channelId, status: "online" });
    await write(desk, "wamid.1", "oi");
    await route(desk);
    await connect(desk, "tab-1");
    return desk;
  };
  /** The only socket expires and nobody tells of it; answers what is to be looked at, at the time when it is. */
  const expired = async (desk: Desk): Promise<Departure> => {
    desk.pass(3 * 3_600);
    const socket = { agentId: ana, connectionId: "tab-1", connectedAt: noon, sessionBeganAt: 0 };
    const old = { ...keys.agentSocket(ana, "tab-1"), shape: AgentSocketItem.kind, v: 1, ttl: 1, ...socket };
    desk.store.expire(Math.floor(Date.parse(desk.clock.now()) / 1_000) + 60);
    await relay(desk, [{ id: "1", old }]);
    const [job] = desk.seen.wakeups;
    if (job?.body.kind !== "presence") throw new Error("nobody is to look after her");
    expect(job).toMatchObject({ body: { agentId: ana }, delaySeconds: 61 });
    desk.pass(job.delaySeconds ?? 0);
    return job.body;
  };
  /** The desk of one who looks, and just before what they first write another socket opens. */
  const openingBeforeCommit = (desk: Desk): { readonly desk: Desk; readonly raced: () => boolean } => {
    let raced = false;
    const commit: Desk["store"]["commit"] = async (changes) => {
      if (!raced) {
        raced = true;
        await connect(desk, "tab-2");
      }
      await desk.store.commit(changes);
    };
    return { desk: { ...desk, store: { ...desk.store, commit } }, raced: () => raced };
  };
  const look = (desk: Desk) => leaveUnlessConnected(desk, { agentId: ana, at: desk.clock.now() });
  const statusOf = async (desk: Desk) => (await readPresence(desk, ana))[0]?.status;

  test("becomes offline once the grace is over, and the open tickets stay", async () => {
    const desk = await connected();
    await disconnectSocket(desk, "tab-1");
    desk.pass(59);
    await expect(look(desk)).rejects.toThrow(RetryLater);
    await expect(statusOf(desk)).resolves.toBe("online");
    desk.pass(1);
    await expect(look(desk)).resolves.toBe(true);
    await expect(statusOf(desk)).resolves.toBe("offline");
    await expect(openTickets(desk)).resolves.toMatchObject([{ agentId: ana }]);
    await write(desk, "wamid.2", "oi", "5511990000002");
    await route(desk);
    await expect(waiting(desk)).resolves.toHaveLength(1);
    await expect(look(desk), "again").resolves.toBe(false);
  });

  test("is none while another tab is open, nor when the end of the old socket is told after the new one opened", async () => {
    const desk = await connected();
    await connect(desk, "tab-2");
    await disconnectSocket(desk, "tab-1");
    desk.pass(600);
    await expect(look(desk)).resolves.toBe(false);
    await expect(statusOf(desk)).resolves.toBe("online");
    await expect(desk.store.get(DepartureItem, keys.departure(ana))).resolves.toBeUndefined();
  });

  test("is one where the other socket is gone and nobody told: what API Gateway does not know is forgotten", async () => {
    const desk = await connected();
    await connect(desk, "tab-2");
    await disconnectSocket(desk, "tab-2");
    desk.pass(60);
    await desk.sockets.close("tab-1");
    await expect(look(desk)).resolves.toBe(true);
    await expect(statusOf(desk)).resolves.toBe("offline");
    await expect(desk.store.get(SocketItem, keys.socket("tab-1"))).resolves.toBeUndefined();
    await expect(desk.store.get(AgentSocketItem, keys.agentSocket(ana, "tab-1"))).resolves.toBeUndefined();
  });

  test("of which API Gateway cannot say whether it is one stays to be looked at", async () => {
    const desk = await connected();
    await connect(desk, "tab-2");
    await disconnectSocket(desk, "tab-2");
    desk.pass(60);
    const sockets = { ...desk.sockets, isOpen: () => Promise.reject(new Error("cut")) };
    const at = desk.clock.now();
    await expect(leaveUnlessConnected({ ...desk, sockets }, { agentId: ana, at })).rejects.toThrow("cut");
    await expect(statusOf(desk)).resolves.toBe("online");
    await expect(desk.store.get(DepartureItem, keys.departure(ana))).resolves.toBeDefined();
  });

  test("is none where a socket opens while one that is gone is being forgotten", async () => {
    const desk = await connected();
    await connect(desk, "tab-3");
    await disconnectSocket(desk, "tab-3");
    desk.pass(60);
    await desk.sockets.close("tab-1");
    const racing = openingBeforeCommit(desk);
    await expect(look(racing.desk)).resolves.toBe(false);
    expect(racing.raced()).toBe(true);
    await expect(statusOf(desk)).resolves.toBe("online");
  });

  test("is mended by a socket that opens within the grace, also between the look and the change", async () => {
    const desk = await connected();
    await disconnectSocket(desk, "tab-1");
    desk.pass(60);
    const racing = openingBeforeCommit(desk);
    await expect(look(racing.desk)).resolves.toBe(false);
    expect(racing.raced()).toBe(true);
    await expect(statusOf(desk)).resolves.toBe("online");
  });

  test("counts from the last socket, whichever job comes first", async () => {
    const desk = await connected();
    await connect(desk, "tab-2");
    await disconnectSocket(desk, "tab-1");
    desk.pass(50);
    await disconnectSocket(desk, "tab-2");
    desk.pass(11);
    await expect(look(desk)).rejects.toMatchObject({ seconds: 49 });
  });

  test("has the grace that the settings say", async () => {
    const desk = await connected();
    const settings = { ...defaultSettings, version: 1, offlineGraceSeconds: 0 };
    await configure(desk, put("settings", SettingsItem, settings, absent));
    desk.pass(6);
    await disconnectSocket(desk, "tab-1");
    await expect(look(desk)).resolves.toBe(true);
  });

  test("does not concern who works without a socket", async () => {
    const desk = await connected();
    await disconnectSocket(desk, "tab-1");
    desk.pass(60);
    const lost = { agentId: ana, at: desk.clock.now() };
    await look(desk);
    desk.pass(1);
    await setPresence(desk, { actor: anas(desk), channelId, status: "online" });
    await expect(leaveUnlessConnected(desk, lost), "told twice").resolves.toBe(false);
    await expect(statusOf(desk)).resolves.toBe("online");
  });

  test("is one too where nobody told of it and the socket expired", async () => {
    const desk = await connected();
    const lost = await expired(desk);
    await expect(leaveUnlessConnected(desk, lost)).resolves.toBe(true);
    await expect(statusOf(desk)).resolves.toBe("offline");
  });

  test("is none where the socket expired and another opens while somebody looks", async () => {
    const desk = await connected();
    const lost = await expired(desk);
    const racing = openingBeforeCommit(desk);
    await expect(leaveUnlessConnected(racing.desk, lost)).resolves.toBe(false);
    expect(racing.raced()).toBe(true);
    await expect(statusOf(desk)).resolves.toBe("online");
  });

  test("that nobody looked at is found by the sweep, once it is late", async () => {
    const desk = await connected();
    await disconnectSocket(desk, "tab-1");
    desk.pass(119);
    await expect(forgottenDepartures(desk, "m")).resolves.toEqual([]);
    desk.pass(2);
    await expect(forgottenDepartures(desk, "m")).resolves.toMatchObject([
      { group: ana, body: { v: 1, kind: "presence", agentId: ana, at: addSeconds(desk.clock.now(), -121) } },
    ]);
  });

  test("a socket whose end is told twice is forgotten once", async () => {
    const desk = await connected();
    await disconnectSocket(desk, "tab-1");
    desk.pass(60);
    await look(desk);
    await desk.store.commit([
      put("socket", SocketItem, {
        agentId: ana,
        connectionId: "tab-1",
        connectedAt: noon,
        sessionBeganAt: 0,
      }),
    ]);
    await disconnectSocket(desk, "tab-1");
    await expect(desk.store.get(DepartureItem, keys.departure(ana))).resolves.toBeUndefined();
  });
});
