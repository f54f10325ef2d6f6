import {
  IconBuilding,
  IconCoffee,
  IconPlugConnected,
  IconSettings,
  IconMessage2Star,
  IconUsers,
  IconKey,
  IconWebhook,
  IconShieldCheck,
} from "@tabler/icons-react";
import { type ComponentType, lazy, type LazyExoticComponent } from "react";
import type { Role } from "../../../shared/contracts/values.ts";

/** A page of the administration: where it is below `/admin`, who sees it, and its code, loaded when it is first shown. */
export interface AdminPlace {
  /** The part of its address after `/admin`. Everything below it is the page's own. */
  readonly path: string;
  readonly label: `admin.${"settings" | "sectors" | "channels" | "pauseReasons" | "agents" | "canned" | "apiKeys" | "webhooks" | "audit"}`;
  readonly icon: ComponentType<{ size?: number | string; stroke?: number | string }>;
  readonly roles: readonly Role[];
  readonly component: LazyExoticComponent<ComponentType>;
}

const admins: readonly Role[] = ["admin"];
/** Who manages sectors: what of it is theirs the page itself shows. */
const managers: readonly Role[] = ["admin", "supervisor"];

/** Every page of the administration, in the order of its list. */
export const adminPages: readonly AdminPlace[] = [
  {
    path: "/sectors",
    label: "admin.sectors",
    icon: IconBuilding,
    roles: managers,
    component: lazy(() => import("../features/sectors/page.tsx")),
  },
  {
    path: "/channels",
    label: "admin.channels",
    icon: IconPlugConnected,
    roles: admins,
    component: lazy(() => import("../features/channels/page.tsx")),
  },
  {
    path: "/agents",
    label: "admin.agents",
    icon: IconUsers,
    roles: managers,
    component: lazy(() => import("../features/agents/page.tsx")),
  },
  {
    path: "/canned-responses",
    label: "admin.canned",
    icon: IconMessage2Star,
    roles: managers,
    component: lazy(() => import("../features/canned-responses/page.tsx")),
  },
  {
    path: "/pause-reasons",
    label: "admin.pauseReasons",
    icon: IconCoffee,
    roles: admins,
    component: lazy(() => import("../features/settings/pause-reasons-page.tsx")),
  },
  {
    path: "/settings",
    label: "admin.settings",
    icon: IconSettings,
    roles: admins,
    component: lazy(() => import("../features/settings/page.tsx")),
  },
  {
    path: "/api-keys",
    label: "admin.apiKeys",
    icon: IconKey,
    roles: admins,
    component: lazy(() => import("../features/integrations/api-keys-page.tsx")),
  },
  {
    path: "/webhooks",
    label: "admin.webhooks",
    icon: IconWebhook,
    roles: admins,
    component: lazy(() => import("../features/integrations/webhooks-page.tsx")),
  },
  {
    path: "/audit",
    label: "admin.audit",
    icon: IconShieldCheck,
    roles: admins,
    component: lazy(() => import("../features/audit/page.tsx")),
  },
];
