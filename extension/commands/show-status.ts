import { window, workspace } from "vscode";
import type { CommandContext, PlainCommand } from "./command.ts";

/** Says in the log how each part is doing: where to look when something does not work. */
export const showStatus: PlainCommand = {
  id: "patchbay.showStatus",
  needs: "nothing",
  run(context) {
    for (const line of statusLines(context)) context.logs.main.info(line);
    context.logs.main.show();
    window.setStatusBarMessage("$(pulse) Patchbay's status is in its log", 5_000);
  },
};

function statusLines({ registry, manifests, language }: CommandContext): readonly string[] {
  const { state, snapshot } = registry;
  const detail = state.kind === "stopped" || state.kind === "absent" ? `: ${state.reason}` : "";
  const states = (snapshot?.plugins ?? []).map((plugin) => plugin.state);
  return [
    "— Status —",
    `Workspace: ${workspace.isTrusted ? "trusted" : "not trusted"}`,
    `Manifest: ${manifests.current?.uri.fsPath ?? "none found"}`,
    `Language server: ${language.isRunning ? "running" : "not running"}`,
    `Registry host: ${state.kind}${detail}${state.kind === "running" ? `, process ${state.processId}` : ""}`,
    ...[...new Set(states)].map((name) => `  ${states.filter((it) => it === name).length} ${name}`),
    ...(snapshot?.plugins ?? []).flatMap((plugin) =>
      plugin.problems.map(
        (problem) => `  ${plugin.summary.name}: ${problem.code}: ${problem.message}`,
      ),
    ),
  ];
}
