import { window } from "vscode";
import type { ReloadReport } from "../../schemas/index.ts";
import { progressWhenSlow } from "../base/index.ts";
import type { RunningCommand, RunningContext } from "./command.ts";
import { pickPlugin } from "./pick-plugin.ts";
import { reportProblem } from "./report-state.ts";

/** Loads one plugin's code anew. */
export const reload: RunningCommand = {
  id: "patchbay.reload",
  needs: "registry",
  async run(context, argument) {
    const plugin = await pickPlugin(argument, {
      plugins: context.plugins,
      title: "Reload Plugin",
      filter: ({ state }) => state !== "invalid" && state !== "unloaded",
    });
    if (plugin !== null) await reloadAndReport(context, plugin);
  },
};

/** Loads every plugin's code anew. */
export const reloadAll: RunningCommand = {
  id: "patchbay.reloadAll",
  needs: "registry",
  run: (context) => reloadAndReport(context, null),
};

async function reloadAndReport(context: RunningContext, plugin: string | null): Promise<void> {
  const reports = await progressWhenSlow(
    `Reloading ${plugin ?? "all plugins"}`,
    context.registry.reload(plugin),
  );
  reportFailures(reports);
  if (reports.length === 0) {
    await window.showInformationMessage("Patchbay: no plugin has code that could be reloaded.");
  }
}

function reportFailures(reports: readonly ReloadReport[]): void {
  for (const report of reports) {
    if (report.kind === "not-found") {
      void window.showWarningMessage(`Patchbay: the registry has no plugin ${report.plugin}.`);
    }
    if (report.kind !== "rolled-back") continue;
    const kept = report.generation > 0 ? `g${report.generation} goes on` : "it is not loaded";
    reportProblem(`${report.plugin} could not be reloaded; ${kept}`, report.problem);
  }
}
