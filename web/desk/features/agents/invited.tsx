import { Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { AgentId } from "../../../../shared/contracts/ids.ts";
import { AdminSection } from "../../lib/ui/admin-page.tsx";
import { SecretShown } from "../../lib/ui/secret-shown.tsx";

/** Somebody was invited with a password to hand over: it is shown this once. */
export function Invited(props: { readonly id: AgentId; readonly name: string; readonly password: string }) {
  const { t } = useTranslation("agents");
  return (
    <AdminSection title={t("invited.title", { name: props.name })}>
      <SecretShown label={t("password.label")} hint={t("password.once")} secret={props.password} />
      <Group>
        <Button component={Link} href={`/${props.id}`}>
          {t("invited.go")}
        </Button>
        <Button component={Link} href="/" variant="subtle" color="gray">
          {t("invited.list")}
        </Button>
      </Group>
    </AdminSection>
  );
}
