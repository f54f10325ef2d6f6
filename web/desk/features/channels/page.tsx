import { lazy, Suspense } from "react";
import { Route, Switch } from "wouter";
import { ChannelList } from "./channel-list.tsx";
import { Loading } from "../../lib/ui/states.tsx";

const NewChannel = lazy(() => import("./new/new-channel.tsx"));
const ChannelPage = lazy(() => import("./detail/channel-page.tsx"));

/** Where customers write to the business: WhatsApp numbers and web chats. */
export default function ChannelsPage() {
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/" component={ChannelList} />
        <Route path="/new" component={NewChannel} />
        <Route path="/:channelId">
          {({ channelId }) => <ChannelPage key={channelId} channelId={channelId} />}
        </Route>
      </Switch>
    </Suspense>
  );
}
