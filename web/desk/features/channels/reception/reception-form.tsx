import { Radio, Select, Stack } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import * as z from "zod";
import { Reception as ReceptionSchema } from "../../../../../shared/contracts/organisation.ts";
import type { ChannelRecord, Reception } from "../values.ts";
import { AdminSection } from "../../../lib/ui/admin-page.tsx";
import { MenuFields } from "./menu-fields.tsx";
import { RecordForm } from "../../../lib/forms/record-form.tsx";
import { firstError } from "../../../lib/forms/first-error.ts";
import { useContractForm } from "../../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useNames } from "../../../lib/directory/directory.ts";
import { useQueueOptions } from "./use-queue-options.ts";

const schema = z.strictObject({ reception: ReceptionSchema });

const kinds = ["none", "queue", "menu", "external"] as const;
type Kind = (typeof kinds)[number];

const read = ({ reception, version }: ChannelRecord) => ({ values: { reception }, version });

/** Who receives the customers of a channel before they are in a queue. */
export function ReceptionForm(props: {
  readonly channel: ChannelRecord;
  readonly onSaved: (channel: ChannelRecord) => void;
}) {
  const { t } = useTranslation("channels");
  const { call } = useDesk();
  const names = useNames();
  const { channel } = props;
  const contract = useContractForm<{ reception: Reception }, ChannelRecord>({
    schema,
    initial: { reception: channel.reception },
    version: channel.version,
    save: (_, patch) => call("changeChannel", { params: { channelId: channel.id }, body: patch }),
    read,
    onSaved: props.onSaved,
    explain({ code, details: { queueId } }) {
      if (typeof queueId !== "string") return null;
      const name = names.queue(queueId as Parameters<typeof names.queue>[0]) ?? "";
      return { "": t(code === "NOT_FOUND" ? "reception.queueGone" : "reception.queueRefuses", { name }) };
    },
  });
  const { form } = contract;
  const { reception } = form.values;
  const options = useQueueOptions(channel.id, reception);
  const change = (changed: Reception): void => {
    form.setFieldValue("reception", changed);
    form.clearErrors();
  };
  const begin = useBeginnings(reception);
  return (
    <AdminSection title={t("reception.title")} hint={t("reception.hint")}>
      <RecordForm of={contract} plain disabled={channel.removing !== null}>
        <Radio.Group
          aria-label={t("reception.title")}
          value={reception.kind}
          onChange={(kind) => change(begin(kind))}
        >
          <Stack gap="sm">
            {kinds.map((kind) => (
              <Radio
                key={kind}
                value={kind}
                label={t(`reception.kind.${kind}`)}
                description={t(`reception.kindHint.${kind}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {reception.kind === "queue" ? (
          <Select
            label={t("reception.queue")}
            data={options}
            searchable
            maw={420}
            allowDeselect={false}
            value={reception.queueId}
            error={firstError(form.errors, "reception.queueId")}
            onChange={(queueId) => {
              if (queueId !== null) change({ kind: "queue", queueId });
            }}
          />
        ) : null}
        {reception.kind === "menu" ? (
          <MenuFields value={reception} options={options} errors={form.errors} onChange={change} />
        ) : null}
      </RecordForm>
    </AdminSection>
  );
}

/** What each kind begins with: what it was before one looked at another, or nothing. */
function useBeginnings(now: Reception): (kind: Kind) => Reception {
  const { t } = useTranslation("channels");
  const last = useRef<Partial<Record<Kind, Reception>>>({});
  last.current[now.kind] = now;
  return (kind) => {
    const known = last.current[kind];
    if (known !== undefined) return known;
    if (kind === "none" || kind === "external") return { kind };
    // No queue is chosen yet: the contract says that one is missing.
    if (kind === "queue") return { kind, queueId: "" as (Reception & { kind: "queue" })["queueId"] };
    return {
      kind,
      greeting: t("reception.greetingExample"),
      queueIds: [],
      unclear: t("reception.unclearExample"),
      tries: 3,
      fallback: null,
    };
  };
}
