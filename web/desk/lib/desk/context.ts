import { createContext, useContext } from "react";
import type { Desk } from "./desk.ts";
import type { Session } from "../session/session.ts";

/** The session; there from the first page on. */
export const SessionContext = createContext<Session | null>(null);
/** The desk of whoever is signed in. */
export const DeskContext = createContext<Desk | null>(null);

/** The session of this browser. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("no session around this component");
  return session;
}

/** What the pages of a signed-in person work with. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error("nobody is signed in around this component");
  return desk;
}
