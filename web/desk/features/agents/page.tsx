import { lazy, Suspense } from "react";
import { Route, Switch } from "wouter";
import { AgentList } from "./agent-list.tsx";
import { Loading } from "../../lib/ui/states.tsx";

// The contract's rules come with the forms.
const Invite = lazy(() => import("./invite.tsx"));
const AgentPage = lazy(() => import("./agent-page.tsx"));

/** People: who there is, one of them, and inviting another. */
export default function AgentsPage() {
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/new">
          <Invite />
        </Route>
        <Route path="/:agentId">{({ agentId }) => <AgentPage key={agentId} agentId={agentId} />}</Route>
        <Route>
          <AgentList />
        </Route>
      </Switch>
    </Suspense>
  );
}
