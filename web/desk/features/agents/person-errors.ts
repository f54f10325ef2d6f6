import type { FormErrors } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { QueueId, SectorId } from "../../../../shared/contracts/ids.ts";
import type { ApiError } from "../../lib/api/error.ts";
import { useNames } from "../../lib/directory/directory.ts";

/** Where a form about a person keeps what is wrong with sectors, queues and limits: they are one field to whoever reads. */
export const placesPath = "places";

type PlaceProblem =
  | { readonly word: "gone" | "notYours"; readonly sectorId?: SectorId; readonly queueId?: QueueId }
  | { readonly word: "many" };

/** What an answer of the API says about somebody's places; null: nothing. */
export function placeProblem({ code, details }: Pick<ApiError, "code" | "details">): PlaceProblem | null {
  const { sectorId, queueId, issues } = details;
  const place = {
    ...(typeof sectorId === "string" ? { sectorId: sectorId as SectorId } : {}),
    ...(typeof queueId === "string" ? { queueId: queueId as QueueId } : {}),
  };
  const named = Object.keys(place).length > 0;
  if (code === "NOT_FOUND" && named) return { word: "gone", ...place };
  if (code === "FORBIDDEN" && named) return { word: "notYours", ...place };
  // What is wrong with no field of its own is that there is too much: in a sector, for a person, or at once.
  const whole = (issue: unknown): boolean =>
    typeof issue === "object" && issue !== null && "path" in issue && issue.path === "";
  const much = named || "agentId" in details || (Array.isArray(issues) && issues.some(whole));
  return code === "BAD_REQUEST" && much ? { word: "many" } : null;
}

/** What the API finds wrong with a person, on its field and in words. */
export function useExplainedPerson(): (error: ApiError) => FormErrors | null {
  const { t } = useTranslation("agents");
  const names = useNames();
  return (error) => {
    if (error.code === "ALREADY_EXISTS") return { email: t("invite.known") };
    if (error.code === "PASSWORD_REFUSED") return { temporaryPassword: t("password.policy") };
    const problem = placeProblem(error);
    if (problem === null) return null;
    if (problem.word === "many") return { [placesPath]: t("places.many") };
    const { word, queueId, sectorId } = problem;
    const name =
      (queueId === undefined ? undefined : names.queue(queueId)) ??
      (sectorId === undefined ? undefined : names.sector(sectorId));
    if (name === undefined) return { [placesPath]: t(`places.${word}One`) };
    return { [placesPath]: t(`places.${word}`, { name }) };
  };
}
