import { NO_SLOT, type CallOutcome, type PluginCalls } from "../plugin-calls.ts";

/** How one instance feels. Source: Nexus Core, `PluginHealthStatus`. */
export interface PluginHealthStatus {
  readonly healthy: boolean;
  readonly name: string;
  readonly details: string;
  /** UTC, ISO 8601. */
  readonly lastCheck: string;
}

/** The three methods that make an instance one whose life the registry follows. Either spelling will do. */
export interface PluginLifecycle {
  onLoad(registry: unknown): unknown;
  onUnload(): unknown;
  healthCheck(): unknown;
}

const METHODS = {
  onLoad: "on_load",
  onUnload: "on_unload",
  healthCheck: "health_check",
} as const satisfies Record<keyof PluginLifecycle, string>;

/** A lifecycle method of an instance, bound to it; null when it has none. May run the plugin's getters. */
export function lifecycleMethod(
  instance: unknown,
  method: keyof PluginLifecycle,
): ((...parameters: readonly unknown[]) => unknown) | null {
  if ((typeof instance !== "object" && typeof instance !== "function") || instance === null) {
    return null;
  }
  const methods = instance as Record<string, unknown>;
  const found = methods[method] ?? methods[METHODS[method]];
  return typeof found === "function"
    ? (...parameters) => found.apply(instance, parameters) as unknown
    : null;
}

/** Whether an instance has all three methods: others are left out of health checks. */
export function hasLifecycle(instance: unknown): boolean {
  return (Object.keys(METHODS) as (keyof PluginLifecycle)[]).every(
    (method) => lifecycleMethod(instance, method) !== null,
  );
}

/** Asks one instance, within the deadline. Never rejects. */
export async function checkHealth(
  calls: PluginCalls,
  name: string,
  instance: unknown,
  deadlineMs: number,
): Promise<PluginHealthStatus> {
  const outcome: CallOutcome<unknown> = await calls.run(NO_SLOT, deadlineMs, () =>
    lifecycleMethod(instance, "healthCheck")?.(),
  );
  const unhealthy = (details: string): PluginHealthStatus => ({
    healthy: false,
    name,
    details,
    lastCheck: calls.timestamp(),
  });
  switch (outcome.kind) {
    case "returned":
      return readStatus(outcome.value, name, calls.timestamp());
    case "threw":
      return unhealthy(`Health check failed: ${calls.messageOf(outcome.error)}`);
    case "timed-out":
      return unhealthy(`Health check did not answer within ${outcome.afterMs} ms`);
  }
}

function readStatus(answer: unknown, name: string, now: string): PluginHealthStatus {
  if (typeof answer === "boolean") return { healthy: answer, name, details: "", lastCheck: now };
  const given = (typeof answer === "object" && answer !== null ? answer : {}) as Record<
    string,
    unknown
  >;
  return {
    healthy: given["healthy"] === true,
    name: typeof given["name"] === "string" ? given["name"] : name,
    details: typeof given["details"] === "string" ? given["details"] : "",
    lastCheck: typeof given["lastCheck"] === "string" ? given["lastCheck"] : now,
  };
}
