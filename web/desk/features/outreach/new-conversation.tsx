import { Button } from "@mantine/core";
import { IconMessagePlus } from "@tabler/icons-react";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { statusOn } from "../../lib/presence/rules.ts";
import { useCommands } from "../../lib/commands/registry.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useDirectory } from "../../lib/directory/directory.ts";
import { usePresence } from "../../lib/presence/use-presence.ts";
import { type Way, waysOut } from "./ways.ts";
import classes from "./new-conversation.module.css";

const NewConversationDialog = lazy(() => import("./dialog.tsx"));

/**
 * Begins a conversation: offered to who may, while they are there on a number of the business, paused or not. What was filled in stays
 * where they are not any more.
 */
export default function NewConversation() {
  const [, navigate] = useLocation();
  const ways = useWays();
  const [asked, ask] = useState<readonly Way[] | null>(null);
  const isAsked = useRef(false);
  isAsked.current = asked !== null;
  return (
    <>
      {ways === null ? null : <Offer open={() => ask(ways)} />}
      {asked === null ? null : (
        <Suspense fallback={null}>
          <NewConversationDialog
            ways={asked}
            leave={() => ask(null)}
            begun={(ticketId) => {
              // Who has gone on to something else meanwhile is not led away from it.
              if (!isAsked.current) return;
              ask(null);
              navigate(`/workspace/${ticketId}`);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

/** From where the person may begin a conversation now, the numbers on which they are first; null where from none. */
function useWays(): readonly Way[] | null {
  const { me } = useDesk();
  const { data } = useDirectory();
  const { mine } = usePresence();
  if (data === undefined || mine === null) return null;
  const ways = waysOut(data, me);
  const isThere = ({ channel }: Way): boolean => statusOn(mine.known, channel.id) !== "offline";
  return ways.some(isThere) ? [...ways.filter(isThere), ...ways.filter((way) => !isThere(way))] : null;
}

function Offer({ open }: { readonly open: () => void }) {
  const { t } = useTranslation("outreach");
  useCommands([
    { id: "outreach", label: t("title"), group: t("group"), keys: "alt+N", whileTyping: true, run: open },
  ]);
  return (
    <Button
      className={classes["button"] ?? ""}
      size="sm"
      leftSection={<IconMessagePlus size={18} stroke={1.7} aria-hidden />}
      onClick={open}
    >
      <span className={classes["word"]}>{t("title")}</span>
    </Button>
  );
}
