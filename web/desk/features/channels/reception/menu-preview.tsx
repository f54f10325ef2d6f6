import { Text } from "@mantine/core";
import { IconListDetails } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { menuContent, numbered } from "../../../../../shared/domain/reception-menu.ts";
import type { Counter } from "../../../../../shared/domain/reception-queues.ts";
import { texts } from "../../../../../shared/domain/texts.ts";
import type { Reception } from "../values.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useDirectory } from "../../../lib/directory/directory.ts";
import classes from "./menu.module.css";

/** The menu as WhatsApp shows it: buttons, a list, or numbers in a text, by the rule that makes it. */
export function MenuPreview({ menu }: { readonly menu: Reception & { readonly kind: "menu" } }) {
  const { t } = useTranslation("channels");
  const { call } = useDesk();
  const { data } = useDirectory();
  const settings = useQuery({
    queryKey: ["settings"],
    queryFn: ({ signal }) => call("getSettings", {}, { signal }),
  });
  const counters = menu.queueIds.flatMap((id): Counter[] => {
    const queue = data?.queues.find((it) => it.id === id);
    const sector = data?.sectors.find((it) => it.id === queue?.sectorId);
    // Of both, the menu uses ids and names only.
    return queue === undefined || sector === undefined ? [] : [{ queue, sector } as unknown as Counter];
  });
  const label = texts[settings.data?.locale ?? "pt-BR"].choose;
  const shown = menuContent(menu.greeting, label, counters);
  return (
    <figure className={classes["preview"]}>
      <figcaption className={classes["caption"]}>{t("preview.title")}</figcaption>
      <div className={classes["screen"]}>
        <div className={classes["bubble"]}>{shown.form === "numbers" ? numbered(shown) : menu.greeting}</div>
        {shown.form === "buttons"
          ? shown.options.map(({ id, title }) => (
              <div key={id} className={classes["button"]}>
                {title}
              </div>
            ))
          : null}
        {shown.form === "list" ? (
          <>
            <div className={classes["button"]}>
              <IconListDetails size={16} stroke={1.6} aria-hidden />
              {shown.label}
            </div>
            <ul className={classes["list"]} aria-label={shown.label}>
              {shown.options.map(({ id, title, description }) => (
                <li key={id}>
                  {title}
                  {description === null ? null : (
                    <Text component="span" display="block" size="xs" c="dimmed">
                      {description}
                    </Text>
                  )}
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </div>
      <Text size="xs" c="dimmed" mt={6}>
        {t(counters.length === 1 ? "preview.one" : `preview.${shown.form}`)}
      </Text>
    </figure>
  );
}
