import { Tooltip, UnstyledButton } from "@mantine/core";
import { IconCommand } from "@tabler/icons-react";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect, Route, Switch, useRoute } from "wouter";
import { Empty, Loading } from "../lib/ui/states.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { CommandBar, openCommandBar } from "./command-bar.tsx";
import { ConnectionNotice } from "./connection-notice.tsx";
import { ErrorBoundary } from "../lib/ui/error-boundary.tsx";
import { PageFailed } from "./page-failed.tsx";
import { pages, type Page } from "./pages.ts";
import { ToldWords } from "./told.tsx";
import { topBarSlots } from "./slots.ts";
import { useDesk } from "../lib/desk/context.ts";
import classes from "./shell.module.css";

/** What surrounds every page: navigation, top bar, notices, commands. */
export default function Shell() {
  const { t } = useTranslation("common");
  const { me } = useDesk();
  const mine = pages.filter(({ roles }) => roles.includes(me.agent.role));
  const [first] = mine;
  return (
    <div className={classes["shell"]}>
      <a className={classes["skip"]} href="#content">
        {t("app.skip")}
      </a>
      <header className={classes["top"]}>
        <span className={classes["brand"]}>{t("app.name")}</span>
        <div className={classes["middle"]}>
          {topBarSlots.map((Slot, index) => (
            <Slot key={index} />
          ))}
        </div>
        <Tooltip label={t("command.open")}>
          <UnstyledButton className={classes["icon"]} aria-label={t("command.open")} onClick={openCommandBar}>
            <IconCommand size={20} stroke={1.6} />
          </UnstyledButton>
        </Tooltip>
        <AccountMenu />
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
              <Empty title={t("state.missing")}>
                <Link href="/">{t("state.back")}</Link>
              </Empty>
            </Route>
          </Switch>
        </Suspense>
      </main>
      <CommandBar />
      <ToldWords />
    </div>
  );
}

function NavLink({ page }: { readonly page: Page }) {
  const { t } = useTranslation("common");
  const [active] = useRoute(`${page.path}/*?`);
  const Icon = page.icon;
  return (
    <Tooltip label={t(page.label)} position="right">
      <Link
        className={classes["link"] ?? ""}
        href={page.path}
        aria-label={t(page.label)}
        {...(active ? { "aria-current": "page" as const } : {})}
      >
        <Icon size={22} stroke={1.6} />
      </Link>
    </Tooltip>
  );
}
