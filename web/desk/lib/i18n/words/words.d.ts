import type common from "./pt-BR.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    returnNull: false;
  }

  /** The words that every page may use. A feature adds its own in the same way, beside its words. */
  interface ResourceNamespaceMap {
    common: typeof common;
  }
}
