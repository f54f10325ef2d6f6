import { lazy, Suspense } from "react";
import { Route, Switch } from "wouter";
import { Loading } from "../../lib/ui/states.tsx";
import { SectorList } from "./sector-list.tsx";
import { SectorPage } from "./sector-page.tsx";

const NewSector = lazy(() => import("./new/new-sector.tsx"));

/** Sectors with their queues and tags: a list, a guided form for a new one, and a page of each. */
export default function SectorsPage() {
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/" component={SectorList} />
        <Route path="/new" component={NewSector} />
        <Route path="/:sectorId/:part?">
          {({ sectorId, part }) => <SectorPage key={sectorId} sectorId={sectorId} part={part ?? "rules"} />}
        </Route>
      </Switch>
    </Suspense>
  );
}
