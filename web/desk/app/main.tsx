import "@mantine/core/styles.layer.css";
import "virtual:theme.css";
import "./global.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { routes } from "virtual:contracts/routes";
import { after, exclusively, tabChannel } from "../lib/session/browser.ts";
import { App } from "./app.tsx";
import { createCall } from "../lib/api/client.ts";
import { createSession } from "../lib/session/session.ts";
import { readLocale } from "../lib/i18n/locale.ts";
import type { SessionMessage } from "../lib/session/ports.ts";
import { startI18n } from "../lib/i18n/i18n.ts";
import { systemClock } from "../lib/time/clock.ts";
import { words } from "./words.ts";

// Schemas come with the forms that need them; they must not try to make functions of text, which the CSP refuses and reports.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

const container = document.querySelector("#desk");
if (container === null) throw new Error("the page has no place for the desk");

const session = createSession({
  call: createCall(routes, (input, init) => fetch(input, init)),
  clock: systemClock,
  after,
  exclusively,
  channel: tabChannel<SessionMessage>("balcao-session"),
});
// Both at once: the page appears when its words are there.
void session.start();
await startI18n(readLocale(), words);

createRoot(container).render(
  <StrictMode>
    <App session={session} clock={systemClock} />
  </StrictMode>,
);
