import { setTimeout as wait } from "node:timers/promises";
import type { RouteName } from "../../../shared/contracts/routes/table.ts";
import { type AnswerOf, type ApiClient, ApiError, type RequestOf } from "../../stack/api-client.ts";
import { type Login, signInFirst } from "../../stack/sign-in.ts";
import { environment } from "./shop.ts";

/** Somebody who is signed in. */
export interface Session {
  call<Name extends RouteName>(name: Name, request: RequestOf<Name>): Promise<AnswerOf<Name>>;
  /** Signs in again: a token lives an hour. */
  renew(): Promise<void>;
}

const tries = 6;
const pauseMs = 150;

/** Signs in. Calls are asked again while the desk is busy, which promises that nothing was done. */
export async function openSession(api: ApiClient, login: Login): Promise<Session> {
  const signedIn = (): Promise<string> => signInFirst(api, login, environment.DAY_TEMPORARY_PASSWORD);
  let token = await signedIn();
  return {
    async call(name, request) {
      for (let round = 1; ; round += 1) {
        try {
          return await api.call(name, request, { token });
        } catch (error) {
          if (round === tries || !(error instanceof ApiError) || error.code !== "BUSY") throw error;
          await wait(pauseMs * round);
        }
      }
    },
    async renew() {
      token = await signedIn();
    },
  };
}

/** Every item of a list, page by page. */
export async function everyPage<Item>(
  read: (page: { readonly limit: number; readonly cursor?: string }) => Promise<{
    readonly items: readonly Item[];
    readonly cursor: string | null;
  }>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await read({ limit: 100, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items);
    if (page.cursor === null) return items;
    cursor = page.cursor;
  }
}
