import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect, Route, Switch, useLocation, useRoute } from "wouter";
import { Empty, Loading } from "../lib/ui/states.tsx";
import { adminPages, type AdminPlace } from "./admin-pages.ts";
import { ErrorBoundary } from "../lib/ui/error-boundary.tsx";
import { PageFailed } from "./page-failed.tsx";
import { useDesk } from "../lib/desk/context.ts";
import { useMediaQuery } from "@mantine/hooks";
import classes from "./administration.module.css";

/** How the business is set up: the list of what there is to set up, and one page of it beside. */
export default function Administration() {
  const { t } = useTranslation("common");
  const { me } = useDesk();
  const [location] = useLocation();
  const narrow = useMediaQuery("(max-width: 700px)", false, { getInitialValueInEffect: false });
  const mine = adminPages.filter(({ roles }) => roles.includes(me.agent.role));
  const [first] = mine;
  const atList = location === "/" || location === "";
  return (
    <div className={classes["area"]} data-list={atList}>
      <nav className={classes["nav"]} aria-label={t("admin.label")}>
        {atList ? (
          <h1 className={classes["title"]}>{t("nav.admin")}</h1>
        ) : (
          <p className={classes["title"]}>{t("nav.admin")}</p>
        )}
        {mine.map((place) => (
          <PlaceLink key={place.path} place={place} />
        ))}
      </nav>
      <div className={classes["content"]}>
        <Link href="/" className={classes["back"] ?? ""}>
          {t("nav.admin")}
        </Link>
        <Suspense fallback={<Loading />}>
          <Switch>
            {mine.map(({ path, component: Page }) => (
              <Route key={path} path={path} nest>
                <ErrorBoundary fallback={<PageFailed />}>
                  <Page />
                </ErrorBoundary>
              </Route>
            ))}
            <Route path="/">
              {first === undefined || narrow ? null : <Redirect to={first.path} replace />}
            </Route>
            <Route>
              <Empty alone title={t("state.missing")} />
            </Route>
          </Switch>
        </Suspense>
      </div>
    </div>
  );
}

function PlaceLink({ place }: { readonly place: AdminPlace }) {
  const { t } = useTranslation("common");
  const [active] = useRoute(`${place.path}/*?`);
  const Icon = place.icon;
  return (
    <Link
      className={classes["link"] ?? ""}
      href={place.path}
      {...(active ? { "aria-current": "page" as const } : {})}
    >
      <Icon size={18} stroke={1.6} />
      {t(place.label)}
    </Link>
  );
}
