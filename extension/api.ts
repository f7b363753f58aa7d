import { Disposable, EventEmitter, type Event } from "vscode";
import type { FireReport, RegistrySnapshot, ReloadReport } from "../schemas/index.ts";
import type { RegistryClient } from "./host/index.ts";
import type { OperatorApi } from "./operator-api/index.ts";

/**
 * What other extensions get from Patchbay:
 * `await vscode.extensions.getExtension<PatchbayApi>("patchbay.patchbay")?.activate()`.
 * Within one `version` things are only added.
 */
export interface PatchbayApi {
  readonly version: 1;
  /** `absent`, `starting`, `running` or `stopped`. */
  readonly registryState: () => string;
  /** The registry as last observed; null while none runs. */
  readonly snapshot: () => RegistrySnapshot | null;
  /** The registry host's process; null while none runs. */
  readonly hostProcessId: () => number | null;
  readonly onDidChangeRegistry: Event<void>;
  /** Where the operator API is open, without a trailing slash; null while it is not. */
  readonly operatorApiUrl: () => string | null;
  readonly onDidChangeOperatorApi: Event<void>;
  /** What was observed of reloads, whoever asked for them. */
  readonly onDidReload: Event<readonly ReloadReport[]>;
  /** Fires a hook at every active plugin. Rejects while no registry runs. */
  readonly fire: (hook: string, payload: Record<string, unknown>) => Promise<FireReport>;
}

/** The API over one registry. Disposing it ends its events. */
export function createApi(
  registry: RegistryClient,
  operatorApi: OperatorApi,
): PatchbayApi & Disposable {
  const changed = new EventEmitter<void>();
  const operatorApiChanged = new EventEmitter<void>();
  const reloaded = new EventEmitter<readonly ReloadReport[]>();
  const subscriptions = Disposable.from(
    changed,
    operatorApiChanged,
    reloaded,
    operatorApi.onDidChange(() => operatorApiChanged.fire()),
    registry.onDidChangeState(() => changed.fire()),
    registry.onDidChangeSnapshot(() => changed.fire()),
    registry.onDidReload(({ reports }) => reloaded.fire(reports)),
  );
  return {
    version: 1,
    registryState: () => registry.state.kind,
    snapshot: () => registry.snapshot,
    hostProcessId: () => (registry.state.kind === "running" ? registry.state.processId : null),
    onDidChangeRegistry: changed.event,
    operatorApiUrl: () => (operatorApi.state.kind === "open" ? operatorApi.state.url : null),
    onDidChangeOperatorApi: operatorApiChanged.event,
    onDidReload: reloaded.event,
    fire: async (hook, payload) => {
      if (registry.state.kind !== "running") throw new Error("Patchbay: no registry runs.");
      return registry.state.host.fire({ hook, payload });
    },
    dispose: () => subscriptions.dispose(),
  };
}
