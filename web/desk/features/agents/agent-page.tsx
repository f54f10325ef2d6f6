import { Badge, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AgentId } from "../../../../shared/contracts/ids.ts";
import { AccessSection } from "./access-section.tsx";
import { AdminPage } from "../../lib/ui/admin-page.tsx";
import { Empty, Failed, Loading } from "../../lib/ui/states.tsx";
import { ApiError } from "../../lib/api/error.ts";
import { NowSection } from "./now-section.tsx";
import { ProfileForm } from "./profile-form.tsx";
import { RatingShown } from "./rating-shown.tsx";
import { rightsOf } from "./rights.ts";
import { useAgent } from "./agents.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useDirectory } from "../../lib/directory/directory.ts";

/** One person: how they are now, what they may, where they work, and how they come in. */
export default function AgentPage({ agentId }: { readonly agentId: string }) {
  const { t } = useTranslation("agents");
  const { me } = useDesk();
  const agent = useAgent(agentId as AgentId);
  const directory = useDirectory();
  if (agent.error instanceof ApiError && ["NOT_FOUND", "BAD_REQUEST"].includes(agent.error.code))
    return (
      <AdminPage title={t("title")} back={{ href: "/", label: t("title") }}>
        <Empty title={t("gone")} />
      </AdminPage>
    );
  const error =
    agent.data === undefined ? agent.error : directory.data === undefined ? directory.error : null;
  if (error !== null)
    return <Failed error={error} retry={() => void Promise.all([agent.refetch(), directory.refetch()])} />;
  if (agent.data === undefined || directory.data === undefined) return <Loading />;
  const { data: person } = agent;
  const rights = rightsOf(me, person, directory.data.queues);
  return (
    <AdminPage
      title={person.name}
      hint={
        <Group component="span" gap="sm">
          {person.email}
          <RatingShown person={person} />
        </Group>
      }
      back={{ href: "/", label: t("title") }}
      actions={person.active ? null : <Badge variant="default">{t("inactive")}</Badge>}
    >
      {person.active ? <NowSection person={person} rights={rights} /> : null}
      <ProfileForm person={person} rights={rights} directory={directory.data} />
      {rights === "all" ? <AccessSection person={person} /> : null}
    </AdminPage>
  );
}
