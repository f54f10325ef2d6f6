import { type App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { readConfig } from "./config.ts";
import { BalcaoStack } from "./stack.ts";

/** Puts the stack into `app`, configured by the app's context and checked by cdk-nag when it is synthesized. */
export function addBalcao(app: App, bundles: string): BalcaoStack {
  // Whoever reads the template finds a function's built code by it; the CLI sets it, and everybody else would forget to.
  app.node.setContext("aws:cdk:enable-asset-metadata", true);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const config = readConfig(app.node);
  const stackName = `balcao-${config.stage}`;
  return new BalcaoStack(app, "Balcao", {
    stackName,
    description: "Balcão: a service desk for WhatsApp and web chat",
    terminationProtection: config.retainData,
    analyticsReporting: false,
    config,
    bundles,
  });
}
