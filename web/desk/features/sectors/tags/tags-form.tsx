import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import * as z from "zod";
import type { SectorRecord } from "../values.ts";
import { RecordForm } from "../../../lib/forms/record-form.tsx";
import { mergedTags, type TagsTyped, withTyped } from "./tag-changes.ts";
import type { AnswerOf } from "../../../lib/api/types.ts";
import { NoTags } from "./no-tags.tsx";
import { TagEditor } from "./tag-editor.tsx";
import { tagsTyped } from "./tag-schema.ts";
import { firstError } from "../../../lib/forms/first-error.ts";
import { tell } from "../../../lib/ui/tell.ts";
import { useContractForm } from "../../../lib/forms/use-contract-form.ts";
import { useRefresh } from "../../../lib/ui/use-records.ts";
import { useSaveTags } from "./use-save-tags.ts";

const schema = z.object(tagsTyped);

/** The tags of a sector: added, renamed and removed on the page, and saved together. */
export default function TagsForm(props: {
  readonly sector: SectorRecord;
  readonly tags: AnswerOf<"listTags">["items"];
  /** When the tags were read: what others changed is taken in, and what is edited stays. */
  readonly readAt: number;
}) {
  const { t } = useTranslation("sectors");
  const refresh = useRefresh();
  const { sector, tags, readAt } = props;
  const { save, know } = useSaveTags();
  const known = useMemo(() => know(tags), [tags]);
  const contract = useContractForm<TagsTyped, void>({
    schema,
    initial: { tags: known, newTag: "" },
    version: readAt,
    merge: (base, mine, theirs) => ({ ...mine, tags: mergedTags(base.tags, mine.tags, theirs.tags) }),
    async save(values) {
      try {
        await save(sector.id, values.tags);
      } finally {
        // Also what was done before something failed.
        refresh("tags", "directory");
      }
    },
    onSaved: () => tell({ kind: "done", text: t("tags.saved") }),
    wrong: { "tags.*.name": t("tags.twice") },
  });
  const { form } = contract;
  return (
    <RecordForm
      of={contract}
      plain
      disabled={sector.removing !== null}
      instead={() => {
        const typed = withTyped(form.values, crypto.randomUUID());
        if (typed === null) return;
        form.setValues(typed);
        contract.submit();
      }}
    >
      <TagEditor
        value={form.values}
        onChange={(changed) => form.setValues(changed)}
        errorAt={(index) => firstError(form.errors, `tags.${index}`)}
      />
      {form.values.tags.length === 0 && sector.tagsRequired ? <NoTags /> : null}
    </RecordForm>
  );
}
