import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { bundlesFolder, repositoryRoot } from "./paths.ts";
import { addBalcao } from "./synth.ts";

/** What `cdk` runs. Needs the bundles (`npm run build`), but neither network nor account. */
const app = new App();
addBalcao(app, join(repositoryRoot, bundlesFolder));
app.synth();
