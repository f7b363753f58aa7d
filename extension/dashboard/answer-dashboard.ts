import { commands } from "vscode";
import type { FromDashboard, ToDashboard } from "../../schemas/index.ts";
import { showLocation } from "../base/index.ts";
import type { RegistryClient } from "../host/index.ts";

/** Does what the dashboard asks. Actions are the commands that the palette has. */
export async function answerDashboard(
  message: Exclude<FromDashboard, { kind: "ready" }>,
  registry: RegistryClient,
  answer: (message: ToDashboard) => void,
): Promise<void> {
  switch (message.kind) {
    case "select": {
      if (registry.state.kind !== "running") return;
      const { plugin, hook } = message;
      const samples = await registry.state.host.history(plugin, hook);
      answer({ kind: "history", plugin, hook, samples });
      return;
    }
    case "set-secret":
      await commands.executeCommand("patchbay.setSecret", message.name);
      return;
    case "fire":
      await commands.executeCommand("patchbay.fireHook", message.hook ?? undefined);
      return;
    case "open-problem":
      await openProblem(message, registry);
      return;
    case "enable":
    case "disable":
    case "reload":
    case "open-source":
    case "open-entry":
      await commands.executeCommand(PLUGIN_COMMANDS[message.kind], message.plugin);
      return;
    case "reload-all":
    case "manage-trust":
    case "create-manifest":
    case "open-manifest":
    case "new-plugin":
    case "start":
    case "show-log":
      await commands.executeCommand(PLAIN_COMMANDS[message.kind]);
  }
}

/** The page names a problem; what is opened comes from the registry's own snapshot. */
async function openProblem(
  { plugin, code, at, message }: Extract<FromDashboard, { kind: "open-problem" }>,
  { snapshot }: RegistryClient,
): Promise<void> {
  const problems =
    plugin === null
      ? snapshot?.manifestProblems
      : snapshot?.plugins.find(({ summary }) => summary.name === plugin)?.problems;
  const location = problems?.find(
    (problem) => problem.code === code && problem.at === at && problem.message === message,
  )?.location;
  if (location) await showLocation(location);
  else if (plugin !== null) await commands.executeCommand("patchbay.openEntry", plugin);
  else await commands.executeCommand("patchbay.openManifest");
}

const PLUGIN_COMMANDS = {
  enable: "patchbay.enable",
  disable: "patchbay.disable",
  reload: "patchbay.reload",
  "open-source": "patchbay.openSource",
  "open-entry": "patchbay.openEntry",
} as const;

const PLAIN_COMMANDS = {
  "reload-all": "patchbay.reloadAll",
  "manage-trust": "workbench.trust.manage",
  "create-manifest": "patchbay.createManifest",
  "open-manifest": "patchbay.openManifest",
  "new-plugin": "patchbay.newPlugin",
  start: "patchbay.restartHost",
  "show-log": "patchbay.showLogs",
} as const;
