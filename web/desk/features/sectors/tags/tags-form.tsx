import { useTranslation } from "react-i18next";
import * as z from "zod";
import { Tag } from "../../../../../shared/contracts/organisation.ts";
import type { SectorId } from "../../../../../shared/contracts/ids.ts";
import { ApiError } from "../../../lib/api/error.ts";
import { RecordForm } from "../../../lib/forms/record-form.tsx";
import { type TagDraft, tagChanges } from "./tag-changes.ts";
import { TagEditor } from "./tag-editor.tsx";
import { firstError } from "../../../lib/forms/first-error.ts";
import { tell } from "../../../lib/ui/tell.ts";
import { useContractForm } from "../../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useRefresh } from "../../../lib/ui/use-records.ts";

const schema = z.object({ tags: z.array(z.object({ name: Tag.shape.name })) });

/** The tags of a sector: added, renamed and removed on the page, and saved together. */
export default function TagsForm(props: { readonly sectorId: SectorId; readonly tags: readonly TagDraft[] }) {
  const { t } = useTranslation("sectors");
  const { call } = useDesk();
  const refresh = useRefresh();
  const save = async ({ tags }: { tags: readonly TagDraft[] }): Promise<void> => {
    const { added, renamed, removed } = tagChanges(props.tags, tags);
    // One after the other: where one fails, what came before it is not asked for twice, by its key or because it is so already.
    for (const tagId of removed) await gone(call("removeTag", { params: { tagId } }));
    for (const { id, name } of renamed) await call("changeTag", { params: { tagId: id }, body: { name } });
    for (const { key, name } of added)
      await call(
        "createTag",
        { params: { sectorId: props.sectorId }, body: { name } },
        { idempotencyKey: key },
      );
  };
  const contract = useContractForm({
    schema,
    initial: { tags: [...props.tags] },
    save,
    onSaved() {
      refresh("tags", "directory");
      tell({ kind: "done", text: t("tags.saved") });
    },
  });
  const { form } = contract;
  return (
    <RecordForm of={contract} plain>
      <TagEditor
        tags={form.values.tags}
        onChange={(tags) => {
          form.setFieldValue("tags", tags);
          form.clearErrors();
        }}
        errorAt={(index) => firstError(form.errors, `tags.${index}`)}
      />
    </RecordForm>
  );
}

/** What is not there any more is removed. */
async function gone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!(error instanceof ApiError && error.code === "NOT_FOUND")) throw error;
  }
}
