import { UnstyledButton } from "@mantine/core";
import { IconCommand } from "@tabler/icons-react";
import { type ComponentType, lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect, Route, Router, Switch, useRoute } from "wouter";
import { Empty, Loading } from "../lib/ui/states.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { CommandBar } from "./command-bar.tsx";
import { ConnectionNotice } from "./connection-notice.tsx";
import { ErrorBoundary } from "../lib/ui/error-boundary.tsx";
import { guardedNavigation, leaving, watchWayBack } from "../lib/forms/leave.ts";
import { Hints } from "../lib/ui/hints.tsx";
import { openCommandBar } from "./asked.ts";
import { PageFailed } from "./page-failed.tsx";
import { pages, type Page } from "./pages.ts";
import { ToldWords } from "./told.tsx";
import { topBarSlots } from "./slots.ts";
import { useDesk } from "../lib/desk/context.ts";
import { useStore } from "../lib/store.ts";
import classes from "./shell.module.css";

const Notify = lazy(() => import("../lib/notify/notify.tsx"));
watchWayBack();
const GeneralCommands = lazy(() => import("./general-commands.tsx"));
const LeaveDialog = lazy(() => import("../lib/forms/leave-dialog.tsx"));

const asked = (it: object | null): boolean => it !== null;

/** What surrounds every page: navigation, top bar, notices, commands. No way out of a page loses edits unasked. */
const Shell = () => (
  <Router aroundNav={guardedNavigation}>
    <Surroundings />
  </Router>
);
export default Shell;

function Surroundings() {
  const { t } = useTranslation("common");
  const { me } = useDesk();
  const mine = pages.filter(({ roles }) => roles.includes(me.agent.role));
  const [first] = mine;
  const isAsked = useStore(leaving, asked);
  return (
    <div className={classes["shell"]}>
      <a className={classes["skip"]} href="#content">
        {t("app.skip")}
      </a>
      <header className={classes["top"]}>
        <span className={classes["brand"]}>{t("app.name")}</span>
        <div className={classes["middle"]}>
          <Slots of={topBarSlots.middle} />
        </div>
        <div className={classes["end"]}>
          <Slots of={topBarSlots.end} />
          <UnstyledButton
            data-hint={t("command.open")}
            className={classes["icon"]}
            aria-label={t("command.open")}
            onClick={openCommandBar}
          >
            <IconCommand size={20} stroke={1.6} />
          </UnstyledButton>
          <AccountMenu />
        </div>
      </header>
      <nav className={classes["nav"]} aria-label={t("nav.label")}>
        {mine.map((page) => (
          <NavLink key={page.path} page={page} />
        ))}
      </nav>
      <main className={classes["main"]} id="content" tabIndex={-1}>
        <ConnectionNotice />
        <Suspense fallback={<Loading />}>
          <Switch>
            {mine.map(({ path, component: Page }) => (
              <Route key={path} path={path} nest>
                <ErrorBoundary fallback={<PageFailed />}>
                  <Page />
                </ErrorBoundary>
              </Route>
            ))}
            <Route path="/">{first === undefined ? null : <Redirect to={first.path} replace />}</Route>
            <Route>
              <Empty alone title={t("state.missing")}>
                <Link href="/">{t("state.back")}</Link>
              </Empty>
            </Route>
          </Switch>
        </Suspense>
      </main>
      <CommandBar />
      <ToldWords />
      <Hints />
      <Slots of={[Notify, GeneralCommands]} />
      <Suspense>{isAsked ? <LeaveDialog /> : null}</Suspense>
    </div>
  );
}

/** Each appears when it is there, and takes nothing with it where it fails. */
const Slots = ({ of }: { readonly of: readonly ComponentType[] }) =>
  of.map((Slot, index) => (
    <ErrorBoundary key={index} fallback={null}>
      <Suspense fallback={null}>
        <Slot />
      </Suspense>
    </ErrorBoundary>
  ));

function NavLink({ page }: { readonly page: Page }) {
  const { t } = useTranslation("common");
  const [active] = useRoute(`${page.path}/*?`);
  const Icon = page.icon;
  return (
    <Link
      data-hint={t(page.label)}
      data-hint-side="right"
      className={classes["link"] ?? ""}
      href={page.path}
      aria-label={t(page.label)}
      {...(active ? { "aria-current": "page" as const } : {})}
    >
      <Icon size={22} stroke={1.6} />
    </Link>
  );
}
