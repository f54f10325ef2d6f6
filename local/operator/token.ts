import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { demoLogins } from "../seed/shop.ts";
import { createApiClient } from "../stack/api-client.ts";
import { findRunning } from "../stack/running.ts";
import { signIn } from "../stack/sign-in.ts";
import { defaultDataDir } from "../stack/state-folder.ts";

/** `npm run token [-- e-mail]`: an access token of somebody of the demo on stdout, and what to do with it on stderr. */
const { values, positionals } = parseArgs({
  options: { data: { type: "string", default: defaultDataDir } },
  allowPositionals: true,
});
const [email = demoLogins[0]?.email] = positionals;
const login = demoLogins.find((it) => it.email === email);
const running = findRunning(resolve(values.data));

if (login === undefined) {
  console.error(`${email} is nobody of the demo. There are: ${demoLogins.map((it) => it.email).join(", ")}`);
  process.exitCode = 1;
} else if (running === undefined) {
  console.error(`no desk runs on ${values.data}: npm start first`);
  process.exitCode = 1;
} else {
  console.log(await signIn(createApiClient(running.apiUrl), login));
  console.error(
    [
      `# ${login.name}, ${login.role}; good for an hour. For example:`,
      `curl -s '${running.apiUrl}/tickets?list=open' \\`,
      `  -H "authorization: Bearer $(npm run --silent token -- ${login.email} 2>/dev/null)"`,
    ].join("\n"),
  );
}
