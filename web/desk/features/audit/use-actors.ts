import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ActorId } from "../../../../shared/contracts/ids.ts";
import type { ActorNames } from "./use-shown.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useDirectory } from "../../lib/directory/directory.ts";

/** Who acted, as a choice. */
interface ActorChoice {
  readonly value: ActorId;
  readonly label: string;
}

/** Whoever can be looked for: everybody who is there, the keys, who of others is told of in what is shown, and who is looked for already. */
export function useActors(told: ActorNames, chosen: ActorId | null): readonly ActorChoice[] {
  const { t } = useTranslation("audit");
  const { call } = useDesk();
  const { data: directory } = useDirectory();
  const { data: keys } = useQuery({
    queryKey: ["api-keys", "names"],
    queryFn: async ({ signal }) => (await call("listApiKeys", { query: { limit: 100 } }, { signal })).items,
  });
  const names = new Map<string, string>([
    ...told,
    ...(directory?.agents ?? []).map(({ id, name }) => [id, name] as const),
    ...(keys ?? []).map(({ id, name }) => [id, name] as const),
  ]);
  if (chosen !== null && !names.has(chosen))
    names.set(chosen, t(chosen.startsWith("key_") ? "keyGone" : "gone"));
  return [...names].map(([id, name]) => ({
    value: id as ActorId,
    label: id.startsWith("key_") ? t("keyNamed", { name }) : name,
  }));
}
