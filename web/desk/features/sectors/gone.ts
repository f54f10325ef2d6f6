import { ApiError } from "../../lib/api/error.ts";

/** Whether the API says that what was asked for is not there, or not the person's to see. */
export const isGone = (error: unknown): boolean => error instanceof ApiError && error.code === "NOT_FOUND";

/** Whether a change was refused because somebody changed the record meanwhile. */
export const isConflict = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.code === "VERSION_CONFLICT";

/** Whether a change was refused because the removal of the record began meanwhile: no change of it is taken any more. */
export function isGoing(error: unknown): boolean {
  const current = isConflict(error) ? error.details["current"] : null;
  return (
    typeof current === "object" && current !== null && "removing" in current && current.removing !== null
  );
}
