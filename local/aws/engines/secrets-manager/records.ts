import * as z from "zod";

const version = z.object({
  id: z.string(),
  stages: z.array(z.string()),
  secretString: z.string().optional(),
  /** Base64, as the API carries it. */
  secretBinary: z.string().optional(),
  createdAt: z.number(),
});

const tag = z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) });
/** Tags as the API passes them. */
export const tagList = z.array(tag);

/** A secret with its versions, oldest first. */
export const secretRecord = z.object({
  name: z.string(),
  arn: z.string(),
  description: z.string().optional(),
  kmsKeyId: z.string().optional(),
  tags: tagList,
  createdAt: z.number(),
  changedAt: z.number(),
  /** When the recovery window ends; present only while the secret is scheduled for deletion. Milliseconds. */
  deletionDate: z.number().optional(),
  versions: z.array(version),
});

export type SecretRecord = z.infer<typeof secretRecord>;
export type SecretVersion = z.infer<typeof version>;
