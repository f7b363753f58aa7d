import { commands } from "vscode";
import { showLocation } from "../base/index.ts";
import type { PlainCommand } from "./command.ts";

/** What a click on the reload in the status bar does: to the cause of a failure, else to the view. Not in the palette. */
export const showLastReload: PlainCommand = {
  id: "patchbay.showLastReload",
  needs: "nothing",
  async run({ reloads, logs }) {
    const { failure } = reloads;
    if (failure?.problem.location) await showLocation(failure.problem.location);
    else if (failure) logs.of(failure.plugin).show();
    else await commands.executeCommand("patchbay.plugins.focus");
  },
};
