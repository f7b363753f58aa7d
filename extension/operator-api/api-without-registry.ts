import type { RegistryState } from "../host/index.ts";
import type { OperatorApiState } from "./operator-api.ts";

/** What an API that is wanted is while no registry runs that it could be an interface to. */
export function apiWithoutRegistry(
  registry: Exclude<RegistryState, { kind: "running" }>,
): OperatorApiState {
  switch (registry.kind) {
    case "starting":
      return { kind: "opening" };
    case "absent":
      return { kind: "closed" };
    case "stopped":
      return registry.retryInMs === null
        ? { kind: "failed", message: `The registry stopped: ${registry.reason}.` }
        : { kind: "opening" };
  }
}
