import * as z from "zod";
import type { LiveSample, RegistrySnapshot } from "./host-protocol.ts";
import type { HookSample } from "./telemetry.ts";

/** Whether there is a registry to show, and if not, why. */
export type TargetState =
  | { readonly kind: "running"; readonly label: string }
  | { readonly kind: "starting" }
  | { readonly kind: "stopped"; readonly reason: string }
  | { readonly kind: "untrusted" }
  | { readonly kind: "no-manifest" };

/** What the extension tells the dashboard. */
export type ToDashboard =
  | { readonly kind: "target"; readonly target: TargetState }
  | { readonly kind: "snapshot"; readonly snapshot: RegistrySnapshot }
  | { readonly kind: "samples"; readonly samples: readonly LiveSample[] }
  /** The answer to `select`. */
  | {
      readonly kind: "history";
      readonly plugin: string;
      readonly hook: string;
      readonly samples: readonly HookSample[];
    };

/** What the dashboard asks of the extension. Checked there with this schema: a webview is not trusted. */
export const fromDashboardSchema = z.discriminatedUnion("kind", [
  /** Answered with `target` and, when it runs, `snapshot`. */
  z.object({ kind: z.literal("ready") }),
  /** The timeline now shows this plugin and hook. Answered with `history`. */
  z.object({ kind: z.literal("select"), plugin: z.string(), hook: z.string() }),
  z.object({
    kind: z.enum(["enable", "disable", "reload", "open-source", "open-entry"]),
    plugin: z.string(),
  }),
  /**
   * Shows where a problem happened. It is named, not located: the extension opens only what its own snapshot holds.
   * `plugin` is null for a problem of the manifest as a whole.
   */
  z.object({
    kind: z.literal("open-problem"),
    plugin: z.string().nullable(),
    code: z.string(),
    at: z.string(),
    /** Tells problems apart that were found in the same moment. */
    message: z.string(),
  }),
  z.object({ kind: z.literal("set-secret"), name: z.string().min(1) }),
  z.object({ kind: z.literal("fire"), hook: z.string().nullable() }),
  z.object({ kind: z.literal("reload-all") }),
  /** What an empty page offers to do about it. */
  z.object({
    kind: z.enum([
      "manage-trust",
      "create-manifest",
      "open-manifest",
      "new-plugin",
      "start",
      "show-log",
    ]),
  }),
]);
export type FromDashboard = z.infer<typeof fromDashboardSchema>;
