import type { TargetState } from "../../schemas/index.ts";
import type { RegistryState } from "../host/index.ts";

/** What the dashboard is told about the registry's state. */
export function targetState(state: RegistryState, label: string): TargetState {
  switch (state.kind) {
    case "running":
      return { kind: "running", label };
    case "starting":
      return { kind: "starting" };
    case "stopped":
      return { kind: "stopped", reason: state.reason };
    case "absent":
      return absentState(state.reason);
  }
}

function absentState(reason: Extract<RegistryState, { kind: "absent" }>["reason"]): TargetState {
  switch (reason) {
    case "untrusted":
      return { kind: "untrusted" };
    case "no-folder":
    case "no-manifest":
      return { kind: "no-manifest" };
    case "virtual":
      return { kind: "stopped", reason: "plugins run in folders on disk only" };
  }
}
