/** The steps to a sector that works, in their order. */
export const steps = ["basics", "hours", "work", "queue", "tags"] as const;
export type Step = (typeof steps)[number];

const fieldsOf: Readonly<Record<Step, readonly string[]>> = {
  basics: ["name", "managerIds"],
  hours: ["hours", "outOfHours"],
  work: ["ticketLimit", "outreach", "inactivity", "serviceLevel", "tagsRequired", "survey", "routing"],
  queue: ["queue"],
  tags: ["tags", "newTag"],
};

/** The step on which a field is; the first one for what belongs to none. */
export function stepOf(path: string): Step {
  const [field = ""] = path.split(".");
  return steps.find((step) => fieldsOf[step].includes(field)) ?? "basics";
}

/** The first step that has a field among these. */
export const firstStepOf = (paths: readonly string[]): Step | undefined =>
  steps.find((step) => paths.some((path) => stepOf(path) === step));
