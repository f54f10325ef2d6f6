import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { DeskContext, SessionContext } from "../lib/desk/context.ts";
import { forgetKept } from "../lib/kept.ts";
import { openDesk, type Desk } from "../lib/desk/desk.ts";
import type { Me, Session, SessionState } from "../lib/session/session.ts";
import { ApiError } from "../lib/api/error.ts";
import type { Clock } from "../lib/time/clock.ts";
import { Failed, Loading } from "../lib/ui/states.tsx";
import { theme } from "../lib/theme/theme.ts";
import { useStore } from "../lib/store.ts";

const SignIn = lazy(() => import("../features/sign-in/page.tsx"));
const Shell = lazy(() => import("./shell.tsx"));

const itself = (state: SessionState): SessionState => state;

/** The whole desk: what is there before anybody signed in, and after. */
export const App = ({ session, clock }: { readonly session: Session; readonly clock: Clock }) => (
  <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
    <SessionContext value={session}>
      <Suspense fallback={<Loading />}>
        <Entry session={session} clock={clock} />
      </Suspense>
    </SessionContext>
  </MantineProvider>
);

function Entry({ session, clock }: { readonly session: Session; readonly clock: Clock }) {
  const state = useStore(session.state, itself);
  useForgetting(state);
  switch (state.status) {
    case "starting":
      return <Loading />;
    case "unreachable":
      return <Failed error={new ApiError("UNREACHABLE", 0)} retry={() => void session.start()} />;
    case "out":
      return <SignIn />;
    case "in":
      // Nothing of one person is left for the next.
      return <SignedIn key={state.me.agent.id} session={session} me={state.me} clock={clock} />;
  }
}

/** Nothing that one person began in this tab is left for the next, and nothing at all once they have signed out. */
function useForgetting(state: SessionState): void {
  const agentId = state.status === "in" ? state.me.agent.id : null;
  const isOver = state.status === "out" && state.because === "signed-out";
  useEffect(() => {
    if (agentId !== null || isOver) forgetKept(agentId);
  }, [agentId, isOver]);
}

function SignedIn(props: { readonly session: Session; readonly me: Me; readonly clock: Clock }) {
  const { session, me, clock } = props;
  const [desk, setDesk] = useState<Desk | null>(null);
  const [queries] = useState(createQueries);
  useEffect(() => {
    const opened = openDesk(session, me, clock);
    setDesk(opened.desk);
    return () => opened.close();
    // The record may change while the same person is signed in: the desk stays open and is told of it below.
    // `me` is read once, on purpose.
  }, [session, clock, me.agent.id]);
  if (desk === null) return <Loading />;
  return (
    <QueryClientProvider client={queries}>
      <DeskContext value={desk.me === me ? desk : { ...desk, me }}>
        <Shell />
      </DeskContext>
    </QueryClientProvider>
  );
}

/** What the API answered counts for half a minute; what got no answer is asked for twice more. */
const createQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) =>
          failures < 2 && error instanceof ApiError && ["UNREACHABLE", "BUSY"].includes(error.code),
      },
      mutations: { retry: false },
    },
  });
