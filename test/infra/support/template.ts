import * as z from "zod";

const ResourceShape = z.object({
  Type: z.string(),
  DeletionPolicy: z.string().optional(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Metadata: z.record(z.string(), z.unknown()).default({}),
});

/** The parts of a CloudFormation template that the tests look at. */
export const Template = z.object({
  Resources: z.record(z.string(), ResourceShape),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })).default({}),
});
export type Template = z.infer<typeof Template>;

/** A resource with its logical id. */
export interface Resource extends z.infer<typeof ResourceShape> {
  readonly id: string;
}

/** The resources of one type. */
export function ofType(template: Template, type: string): readonly Resource[] {
  return Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => ({ id, ...resource }));
}

/** A value as one line of text: references as `<LogicalId>` and `<LogicalId.Attribute>`, joins joined. */
export function rendered(value: unknown): string {
  if (typeof value === "string") return value;
  const ref = z.strictObject({ Ref: z.string() }).safeParse(value);
  if (ref.success) return `<${ref.data.Ref}>`;
  const attribute = z.strictObject({ "Fn::GetAtt": z.tuple([z.string(), z.string()]) }).safeParse(value);
  if (attribute.success) return `<${attribute.data["Fn::GetAtt"].join(".")}>`;
  const joined = z.strictObject({ "Fn::Join": z.tuple([z.string(), z.array(z.unknown())]) }).safeParse(value);
  if (joined.success) {
    const [separator, parts] = joined.data["Fn::Join"];
    return parts.map(rendered).join(separator);
  }
  throw new Error(`cannot read ${JSON.stringify(value)}`);
}
