import { commands, window } from "vscode";
import type { AbsenceReason, RegistryState } from "./state.ts";

/** Tells the user why no plugin runs, and what to do. Says nothing of a registry that runs, or is about to. */
export function explainState(state: RegistryState): void {
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

function explainAbsence(reason: AbsenceReason): void {
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

/** What could not run is over: nobody waits for the answer. A command of ours reports its own failure. */
function offer(message: string, action: string, command: string): void {
  void window
    .showWarningMessage(`Patchbay: ${message}`, action)
    .then((choice) => (choice === action ? commands.executeCommand(command) : undefined));
}
