import { DURATION_BOUNDS_MS } from "../../schemas/index.ts";

/** Who says all this: the scope of every span and metric. */
export const SCOPE = "patchbay";

export const ATTRIBUTE = {
  plugin: "patchbay.plugin",
  hook: "patchbay.hook",
  /** The plugin that emitted the event. */
  source: "patchbay.source",
  /** Of a fire, when it ended: handlers called, and how many of them had failed. */
  calls: "patchbay.fire.calls",
  failures: "patchbay.fire.failures",
  state: "patchbay.plugin.state",
  /** Source: OpenTelemetry semantic conventions, "Recording errors". Here the code of the problem. */
  errorType: "error.type",
} as const;

export const DURATION = {
  name: "patchbay.hook.duration",
  description: "How long plugins' handlers took.",
  unit: "s",
} as const;

export const FAILURES = {
  name: "patchbay.hook.failures",
  description: "Calls of plugins' handlers that threw or were given up.",
  unit: "{call}",
} as const;

export const PLUGINS = {
  name: "patchbay.plugins",
  description: "Plugins of the manifest, by state.",
  unit: "{plugin}",
} as const;

/** In seconds, as the conventions ask. */
export const DURATION_BOUNDS_S: readonly number[] = DURATION_BOUNDS_MS.map((ms) => ms / 1_000);
