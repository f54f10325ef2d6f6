import { Paper, Text, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import { Link } from "wouter";
import classes from "./admin-page.module.css";

/** The frame of an administration page: its title, what it is for, what can be done, and its content below. */
export const AdminPage = (props: {
  readonly title: string;
  readonly hint?: ReactNode;
  /** At the right of the title. */
  readonly actions?: ReactNode;
  /** Where the page belongs to: a way back above the title. */
  readonly back?: { readonly href: string; readonly label: string };
  readonly children: ReactNode;
}) => (
  <div className={classes["page"]}>
    <header className={classes["head"]}>
      <div className={classes["words"]}>
        {props.back === undefined ? null : (
          <Link className={classes["back"] ?? ""} href={props.back.href}>
            <IconArrowLeft size={16} stroke={1.6} aria-hidden />
            {props.back.label}
          </Link>
        )}
        <Title order={1} size="h3">
          {props.title}
        </Title>
        {props.hint === undefined ? null : (
          <Text size="sm" c="dimmed">
            {props.hint}
          </Text>
        )}
      </div>
      {props.actions === undefined ? null : <div className={classes["actions"]}>{props.actions}</div>}
    </header>
    {props.children}
  </div>
);

/** A part of an administration page, with a name of its own. */
export function AdminSection(props: {
  readonly title: string;
  readonly hint?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <Paper component="section" withBorder className={classes["section"] ?? ""} aria-labelledby={id}>
      <div className={classes["sectionHead"]}>
        <div className={classes["words"]}>
          <Title order={2} size="h5" id={id}>
            {props.title}
          </Title>
          {props.hint === undefined ? null : (
            <Text size="sm" c="dimmed">
              {props.hint}
            </Text>
          )}
        </div>
        {props.actions}
      </div>
      {props.children}
    </Paper>
  );
}
