/** The template says something this resolver cannot stand behind. The message names the place in the template. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
}
