import { commands, window } from "vscode";
import type { RegistryClient, RegistryState } from "../host/index.ts";
import type { CommandContext, RunningContext } from "./command.ts";

/** The context of a running registry, waiting for one that starts; null when there is none, which the user is told. */
export async function enterRunning(context: CommandContext): Promise<RunningContext | null> {
  const state = await settled(context.registry);
  const place = context.manifests.current;
  if (state.kind === "running" && place) {
    const plugins = context.registry.snapshot?.plugins ?? [];
    return { ...context, host: state.host, place, plugins };
  }
  explain(state);
  return null;
}

/** The state once it is no longer on its way to another. */
function settled(registry: RegistryClient): Promise<RegistryState> {
  return new Promise((resolve) => {
    if (isSettled(registry.state)) return resolve(registry.state);
    const subscription = registry.onDidChangeState((state) => {
      if (!isSettled(state)) return;
      subscription.dispose();
      resolve(state);
    });
  });
}

function isSettled(state: RegistryState): boolean {
  return state.kind !== "starting" && !(state.kind === "stopped" && state.retryInMs !== null);
}

function explain(state: RegistryState): void {
  switch (state.kind) {
    case "absent":
      return explainAbsence(state.reason);
    case "stopped":
      return offer(`The registry host stopped: ${state.reason}`, "Restart", "patchbay.restartHost");
    case "starting":
    case "running":
      return;
  }
}

function explainAbsence(reason: Extract<RegistryState, { kind: "absent" }>["reason"]): void {
  switch (reason) {
    case "no-folder":
      return offer("Open a folder first.", "Open Folder…", "workbench.action.files.openFolder");
    case "no-manifest":
      return offer("This workspace has no manifest.", "Create One…", "patchbay.createManifest");
    case "untrusted":
      return offer(
        "No plugin runs in an untrusted workspace.",
        "Manage Trust",
        "workbench.trust.manage",
      );
    case "virtual":
      void window.showWarningMessage("Patchbay: plugins run in folders on disk only.");
  }
}

/** The command that could not run is over: nobody waits for the answer. A command of ours reports its own failure. */
function offer(message: string, action: string, command: string): void {
  void window
    .showWarningMessage(`Patchbay: ${message}`, action)
    .then((choice) => (choice === action ? commands.executeCommand(command) : undefined));
}
