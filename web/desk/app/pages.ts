import { IconAdjustments, IconHistory, IconMessage2Star, IconMessages } from "@tabler/icons-react";
import { type ComponentType, lazy, type LazyExoticComponent } from "react";
import type { Role } from "../../../shared/contracts/values.ts";

/** A page of the desk: where it is, who sees it in the navigation, and its code, which is loaded when it is first shown. */
export interface Page {
  /** The first part of its address. Everything below it is the page's own. */
  readonly path: string;
  readonly label: "nav.workspace" | "nav.history" | "nav.canned" | "nav.admin";
  readonly icon: ComponentType<{ size?: number | string; stroke?: number | string }>;
  readonly roles: readonly Role[];
  readonly component: LazyExoticComponent<ComponentType>;
}

/** Every page, in the order of the navigation. The first one that a person may see is where they begin. */
export const pages: readonly Page[] = [
  {
    path: "/workspace",
    label: "nav.workspace",
    icon: IconMessages,
    roles: ["admin", "supervisor", "agent", "viewer"],
    component: lazy(() => import("../features/workspace/page.tsx")),
  },
  {
    path: "/history",
    label: "nav.history",
    icon: IconHistory,
    roles: ["admin", "supervisor", "agent", "viewer"],
    component: lazy(() => import("../features/history/page.tsx")),
  },
  // Who manages a sector finds it in the administration.
  {
    path: "/canned-responses",
    label: "nav.canned",
    icon: IconMessage2Star,
    roles: ["agent"],
    component: lazy(() => import("../features/canned-responses/page.tsx")),
  },
  {
    path: "/admin",
    label: "nav.admin",
    icon: IconAdjustments,
    roles: ["admin", "supervisor"],
    component: lazy(() => import("./administration.tsx")),
  },
];
