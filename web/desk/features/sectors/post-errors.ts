import type { FormErrors } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { AgentId, ChannelId } from "../../../../shared/contracts/ids.ts";
import type { ApiError } from "../../lib/api/error.ts";
import { useNames } from "../../lib/directory/directory.ts";

/** What is wrong with somebody's post, or with a channel that a queue names. */
type PostProblem =
  | { readonly word: "queues" | "sectors" | "manager" | "viewer" | "gone"; readonly agentId: AgentId }
  | { readonly word: "channelGone"; readonly channelId: ChannelId }
  | { readonly word: "nothing" };

/** The beginnings of the API's reasons against a post. */
const reasons = [
  ["serves ", "queues"],
  ["manages ", "sectors"],
  ["only a supervisor", "manager"],
  ["a viewer", "viewer"],
] as const;

/** What an answer of the API says about posts of people in a sector; null: nothing. */
export function postProblem({ code, details }: Pick<ApiError, "code" | "details">): PostProblem | null {
  const agentId = typeof details["agentId"] === "string" ? (details["agentId"] as AgentId) : null;
  const { reason, channelId } = details;
  if (code === "BAD_REQUEST" && agentId !== null && typeof reason === "string") {
    const word = reasons.find(([beginning]) => reason.startsWith(beginning))?.[1];
    return word === undefined ? null : { word, agentId };
  }
  if (code !== "NOT_FOUND") return null;
  if (agentId !== null) return { word: "gone", agentId };
  if (typeof channelId === "string") return { word: "channelGone", channelId: channelId as ChannelId };
  return { word: "nothing" };
}

/** What the API finds wrong with who manages a sector or serves a queue, on its field and in words. `path`: where the queue is. */
export function useExplainedPosts(
  path = "",
): (error: ApiError, values: { readonly managerIds?: readonly AgentId[] }) => FormErrors | null {
  const { t } = useTranslation("sectors");
  const names = useNames();
  return (error, { managerIds = [] }) => {
    const problem = postProblem(error);
    if (problem === null) return null;
    if (problem.word === "nothing") return { "": t("posts.nothing") };
    if (problem.word === "channelGone")
      return {
        [`${path}channelIds`]: t("posts.channelGone", { name: names.channel(problem.channelId) ?? "" }),
      };
    const { word, agentId } = problem;
    const manages =
      word === "sectors" || word === "manager" || (word === "gone" && managerIds.includes(agentId));
    return {
      [manages ? "managerIds" : `${path}agentIds`]: t(`posts.${word}`, {
        name: names.agent(agentId) ?? t("posts.somebody"),
      }),
    };
  };
}
