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

/** What the dashboard asks of the extension. Checked there: a webview is not trusted. */
export type FromDashboard =
  /** Answered with `target` and, when it runs, `snapshot`. */
  | { readonly kind: "ready" }
  /** The timeline now shows this plugin and hook. Answered with `history`. */
  | { readonly kind: "select"; readonly plugin: string; readonly hook: string }
  | {
      readonly kind: "enable" | "disable" | "reload" | "open-source" | "open-entry";
      readonly plugin: string;
    }
  /**
   * Shows where a problem happened. It is named, not located: the extension opens only what its own snapshot holds.
   * `plugin` is null for a problem of the manifest as a whole.
   */
  | {
      readonly kind: "open-problem";
      readonly plugin: string | null;
      readonly code: string;
      readonly at: string;
    }
  | { readonly kind: "set-secret"; readonly name: string }
  | { readonly kind: "fire"; readonly hook: string | null }
  | { readonly kind: "reload-all" }
  /** What an empty page offers to do about it. */
  | {
      readonly kind:
        "manage-trust" | "create-manifest" | "open-manifest" | "new-plugin" | "start" | "show-log";
    };
