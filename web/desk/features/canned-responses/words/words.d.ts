import type words from "./pt-BR.json";

declare module "i18next" {
  interface ResourceNamespaceMap {
    "canned-responses": typeof words;
  }
}
