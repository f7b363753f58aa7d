import { version, window, workspace } from "vscode";
import type { CommandContext, PlainCommand } from "./command.ts";

/** Shows how each part is doing: where to look when something does not work, and what to paste into a report. */
export const showStatus: PlainCommand = {
  id: "patchbay.showStatus",
  needs: "nothing",
  async run(context) {
    const { status } = context;
    status.write(`${describeStatus(context).join("\n")}\n`);
    await window.showTextDocument(status.uri, { preview: true });
  },
};

function describeStatus(context: CommandContext): readonly string[] {
  const { registry, manifests, language, activation } = context;
  const { state, snapshot } = registry;
  return [
    `Patchbay ${activation.version} in VS Code ${version}`,
    `Activated in   ${activation.tookMs().toFixed(1)} ms`,
    `Workspace      ${workspace.isTrusted ? "trusted" : "not trusted: no plugin runs"}`,
    `Manifest       ${manifests.current?.uri.fsPath ?? "none found"}`,
    `Language       ${language.isRunning ? "server running" : "server not running"}`,
    `Registry host  ${describeState(state)}`,
    `Operator API   ${describeApi(context)}`,
    `Debugger       ${snapshot?.debugging ? "attached: no deadline holds" : "none"}`,
    "",
    ...describeProblems(context),
    ...(snapshot?.plugins ?? []).flatMap((plugin) => [
      `${plugin.summary.name}: ${plugin.state}`,
      ...plugin.problems.map(({ code, message }) => `    ${code}: ${message}`),
    ]),
  ];
}

function describeApi({ operatorApi }: CommandContext): string {
  const { state } = operatorApi;
  if (state.kind === "open") return `open at ${state.url}`;
  return state.kind === "failed" ? `failed: ${state.message}` : state.kind;
}

function describeProblems({ registry }: CommandContext): readonly string[] {
  const problems = registry.snapshot?.manifestProblems ?? [];
  return problems.map(({ code, message }) => `manifest: ${code}: ${message}`);
}

function describeState(state: CommandContext["registry"]["state"]): string {
  switch (state.kind) {
    case "absent":
      return `not wanted: ${state.reason}`;
    case "starting":
      return "starting";
    case "running":
      return `running, process ${state.processId}`;
    case "stopped":
      return `stopped: ${state.reason}`;
  }
}
