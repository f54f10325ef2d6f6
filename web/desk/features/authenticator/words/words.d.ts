import type words from "./pt-BR.json";

declare module "i18next" {
  interface ResourceNamespaceMap {
    authenticator: typeof words;
  }
}
