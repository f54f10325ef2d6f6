import type { ReactNode } from "react";
import classes from "./panel.module.css";

/** A part of the panel under its heading, with a button beside it where it has one. */
export const Section = (props: {
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) => (
  <section className={classes["section"]}>
    <div className={classes["heading"]}>
      <h3 className={classes["name"]}>{props.title}</h3>
      {props.action}
    </div>
    {props.children}
  </section>
);

/** What is known, each with its label; what is undefined or empty is left out. */
export const Facts = ({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) => (
  <dl className={classes["facts"]}>
    {facts.map(([label, value]) =>
      value === undefined || value === "" ? null : (
        <div key={label} className={classes["fact"]}>
          <dt className={classes["label"]}>{label}</dt>
          <dd className={classes["value"]}>{value}</dd>
        </div>
      ),
    )}
  </dl>
);
