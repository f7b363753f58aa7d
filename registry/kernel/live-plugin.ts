import type { Router } from "../sdk/index.ts";
import type { PluginFacts } from "./plugin-facts.ts";
import type { StagedSpec } from "./specs/contributors.ts";

/** One instance of a plugin's class, with what was read of it when it was constructed. */
export interface LivePlugin {
  readonly instance: object;
  /** The export it was made from: the same when a module was loaded again and had not changed. */
  readonly origin: unknown;
  readonly facts: PluginFacts;
  readonly router: Router | null;
  /** The factories that are registered while the plugin is active. */
  readonly specs: readonly StagedSpec[];
  /** Aborted when the instance is disabled or replaced; a new one begins when it is enabled again. */
  lifetime: AbortController;
  /** Whether `onEnable` was the last of the two that was called. */
  enabled: boolean;
}
