import { createStore } from "../lib/store.ts";
import { tell } from "../lib/ui/tell.ts";
import { useDesk, useSession } from "../lib/desk/context.ts";
import { useErrorText } from "../lib/i18n/hooks.ts";
import { useTranslation } from "react-i18next";

/** With how many open tickets somebody wants to sign out, while they are asked whether they mean it; null: nobody is asked. */
export const signingOut = createStore<number | null>(null);

/** As many as are counted. */
const most = 100;

/** Signs out; asks first where that gives tickets back to the line. */
export function useSignOut(): () => void {
  const { t } = useTranslation("common");
  const { call, agentId } = useDesk();
  const session = useSession();
  const textOf = useErrorText();
  const ask = async (): Promise<void> => {
    const { items } = await call("listTickets", { query: { list: "open", agentId, limit: most } });
    if (items.length > 0) signingOut.set(items.length);
    else await session.signOut();
  };
  return () =>
    void ask().catch((error: unknown) => {
      tell({ kind: "error", text: t("menu.signOutFailed", { why: textOf(error) }) });
    });
}
