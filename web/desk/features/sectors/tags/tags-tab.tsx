import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { SectorId } from "../../../../../shared/contracts/ids.ts";
import type { AnswerOf } from "../../../lib/api/types.ts";
import type { Call } from "../../../lib/api/client.ts";
import type { SectorRecord } from "../values.ts";
import { AdminSection } from "../../../lib/ui/admin-page.tsx";
import { Failed, Loading } from "../../../lib/ui/states.tsx";
import { useDesk } from "../../../lib/desk/context.ts";

const TagsForm = lazy(() => import("./tags-form.tsx"));

/** The tags of a sector. */
export function TagsTab({ sector }: { readonly sector: SectorRecord }) {
  const { t } = useTranslation("sectors");
  const { call } = useDesk();
  const tags = useQuery({
    queryKey: ["tags", sector.id],
    queryFn: ({ signal }) => allTags(call, sector.id, signal),
  });
  return (
    <AdminSection title={t("tags.title")} hint={t("tags.hint")}>
      {tags.data === undefined ? (
        tags.error === null ? (
          <Loading />
        ) : (
          <Failed error={tags.error} retry={() => void tags.refetch()} />
        )
      ) : (
        <Suspense fallback={<Loading />}>
          <TagsForm sector={sector} tags={tags.data} readAt={tags.dataUpdatedAt} />
        </Suspense>
      )}
    </AdminSection>
  );
}

type Tags = AnswerOf<"listTags">["items"];

async function allTags(call: Call, sectorId: SectorId, signal: AbortSignal): Promise<Tags> {
  const all: Tags = [];
  let cursor: string | undefined;
  do {
    const page: AnswerOf<"listTags"> = await call(
      "listTags",
      { params: { sectorId }, query: { limit: 100, cursor } },
      { signal },
    );
    all.push(...page.items);
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}
