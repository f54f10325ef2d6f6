import { SetupFile } from "./file.ts";
import * as z from "zod";

/** The JSON Schema of set-up files, for editors to complete and check by. */
export const setupSchema = (): object => ({
  title: "A set-up file of Balcão",
  ...z.toJSONSchema(SetupFile, { io: "input", target: "draft-7", unrepresentable: "throw" }),
});
