import type { Words } from "../lib/i18n/i18n.ts";

const common = import.meta.glob<{ default: object }>("../lib/i18n/words/*.json");
const others = import.meta.glob<{ default: object }>(["../features/*/words/*.json", "../lib/*/words/*.json"]);

/**
 * The words of every namespace: `common` of lib/i18n, and one of each feature and of each folder of lib that has words, by the
 * folder's name.
 */
export const words: Words = async (language, namespace) => {
  const load =
    namespace === "common"
      ? common[`../lib/i18n/words/${language}.json`]
      : (others[`../features/${namespace}/words/${language}.json`] ??
        others[`../lib/${namespace}/words/${language}.json`]);
  if (load === undefined) throw new Error(`no words of ${namespace} in ${language}`);
  return (await load()).default;
};
