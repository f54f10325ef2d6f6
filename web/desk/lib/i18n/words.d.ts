import "i18next";
import type common from "./words/pt-BR.json";
import type signIn from "../../features/sign-in/words/pt-BR.json";
import type workspace from "../../features/workspace/words/pt-BR.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    returnNull: false;
    /** A feature's words are a namespace of its name: one line here for each. */
    resources: { common: typeof common; "sign-in": typeof signIn; workspace: typeof workspace };
  }
}
