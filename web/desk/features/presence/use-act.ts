import { useTranslation } from "react-i18next";
import { channelsListed } from "./words-of.ts";
import type { MyPresence } from "../../lib/presence/use-presence.ts";
import { tell } from "../../lib/ui/tell.ts";
import { useChangePresence, type Where, type Wish } from "../../lib/presence/use-change-presence.ts";
import { useErrorText, useLocale } from "../../lib/i18n/hooks.ts";

/**
 * Changes the person's presence and says what became of it where that is more than what was asked: channels that share a queue go
 * along. One change at a time; `done` hears of one that was made.
 */
export function useAct(mine: MyPresence | null) {
  const { t } = useTranslation("presence");
  const locale = useLocale();
  const textOf = useErrorText();
  const change = useChangePresence();
  const act = (wish: Wish, where: Where, done?: () => void): void => {
    if (change.isPending) return;
    change.mutate(
      { wish, where },
      {
        onSuccess(touched) {
          const names = (ids: Parameters<typeof channelsListed>[1]): string =>
            channelsListed(mine?.every ?? [], ids, locale);
          const [first] = touched;
          if (wish.status === "online" && "channelId" in where && first?.status === "paused")
            tell({ kind: "done", text: t("told.joined", { name: names([where.channelId]) }) });
          else if (touched.length > 1)
            tell({
              kind: "done",
              text: t(`told.${wish.status}`, { names: names(touched.map(({ channelId }) => channelId)) }),
            });
          done?.();
        },
        onError: (error) => tell({ kind: "error", text: textOf(error) }),
      },
    );
  };
  return { act, isPending: change.isPending };
}
