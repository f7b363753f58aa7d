import { Disposable } from "vscode";
import type { RegistryClient } from "../host/index.ts";
import type { Logs } from "./logs.ts";
import type { ReloadStatus } from "./reload-status.ts";

/** Carries what the registry observes to the status bar and the log channels. */
export function followReloads(
  registry: RegistryClient,
  reloads: ReloadStatus,
  logs: Logs,
): Disposable {
  return Disposable.from(
    registry.onDidLog((lines) => logs.write(lines)),
    registry.onDidReload((observed) => reloads.show(observed)),
    registry.onDidChangeState(({ kind }) => {
      if (kind !== "running") reloads.clear();
    }),
  );
}
