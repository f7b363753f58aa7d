import type { CancellationToken } from "vscode";
import type { RegistryClient } from "./registry-client.ts";
import type { RegistryState } from "./state.ts";

/** The state once it is no longer on its way to another, or as it is when the token is cancelled. */
export function settled(
  registry: Pick<RegistryClient, "state" | "onDidChangeState">,
  token?: CancellationToken,
): Promise<RegistryState> {
  return new Promise((resolve) => {
    if (isSettled(registry.state) || token?.isCancellationRequested) return resolve(registry.state);
    const finish = (): void => {
      following.dispose();
      cancelling?.dispose();
      resolve(registry.state);
    };
    const following = registry.onDidChangeState((state) => {
      if (isSettled(state)) finish();
    });
    const cancelling = token?.onCancellationRequested(finish);
  });
}

function isSettled(state: RegistryState): boolean {
  return state.kind !== "starting" && !(state.kind === "stopped" && state.retryInMs !== null);
}
