import * as z from "zod";
import { Tag } from "../../../../../shared/contracts/organisation.ts";
import { namedTwice } from "./tag-changes.ts";

/** Tags as a page may save them: each with a name, and none with that of another. */
export const tagsTyped = {
  tags: z.array(z.object({ name: Tag.shape.name })).superRefine((tags, context) => {
    for (const index of namedTwice(tags)) context.addIssue({ code: "custom", path: [index, "name"] });
  }),
  newTag: z.string(),
};
