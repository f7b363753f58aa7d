import { commands, window } from "vscode";
import type { OpenApi } from "../operator-api/index.ts";
import type { CommandContext } from "./command.ts";

/** The operator API that answers; null when none does, which the user is told. */
export function openOperatorApi({ operatorApi }: CommandContext): OpenApi | null {
  const { state } = operatorApi;
  if (state.kind === "open") return state;
  const message =
    state.kind === "failed"
      ? `the operator API is not open: ${state.message}`
      : "the operator API is not open.";
  // The command is over, whether or not anybody answers. A command of ours reports its own failure.
  void window
    .showWarningMessage(`Patchbay: ${message}`, "Start")
    .then((choice) =>
      choice === "Start" ? commands.executeCommand("patchbay.startOperatorApi") : undefined,
    );
  return null;
}
