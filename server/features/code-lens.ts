import { CodeLensRefreshRequest, type CodeLens, type Command } from "vscode-languageserver";
import { together } from "../base/index.ts";
import { CLIENT_COMMANDS, type PluginStatus } from "../../schemas/index.ts";
import { knownEntries } from "../workspace/index.ts";
import type { Feature } from "./feature.ts";
import { forManifest } from "./request.ts";

/** Above each entry, while a registry runs: how its plugin does, and what may be done with it. */
export const codeLens: Feature = {
  capabilities: { codeLensProvider: {} },

  register: (context) => {
    const { connection, workspace, log } = context;
    const answers = connection.onCodeLens(
      forManifest(context, "code lenses", (file): CodeLens[] =>
        knownEntries(file, workspace).flatMap(({ item, plugin }) => {
          if (!plugin) return [];
          const range = file.rangeOf(item.headSpan);
          return commandsFor(plugin).map((command) => ({ range, command }));
        }),
      ),
    );
    const refreshes = workspace.live.onDidChange(() => {
      if (!workspace.setup.refreshesCodeLenses) return;
      connection.sendRequest(CodeLensRefreshRequest.type).catch((error: unknown) => {
        log.failed("Refreshing code lenses", error);
      });
    });
    return together([answers, refreshes]);
  },
};

function commandsFor(plugin: PluginStatus): Command[] {
  const { summary, state } = plugin;
  const name = summary.name;
  const isOn = summary.enabled;
  const toggle = isOn ? CLIENT_COMMANDS.disable : CLIENT_COMMANDS.enable;
  return [
    { title: wordStatus(plugin), command: "" },
    ...(state === "invalid" || state === "unloaded"
      ? []
      : [
          { title: isOn ? "Disable" : "Enable", command: toggle, arguments: [name] },
          { title: "Reload", command: CLIENT_COMMANDS.reload, arguments: [name] },
        ]),
  ];
}

/** `active · generation 7 · 1,204 calls · p95 8 ms · 2 failed` */
function wordStatus({ state, generation, summary, latency }: PluginStatus): string {
  const stats = Object.values(summary.hook_stats);
  const calls = stats.reduce((sum, { invocations }) => sum + invocations, 0);
  const failures = stats.reduce((sum, each) => sum + each.failures, 0);
  const p95 = Math.max(0, ...Object.values(latency).map(({ p95_ms }) => p95_ms));
  const parts = [
    state,
    generation > 1 && `generation ${generation}`,
    calls > 0 && `${calls.toLocaleString("en")} calls`,
    calls > 0 && `p95 ${p95.toFixed(1)} ms`,
    failures > 0 && `${failures.toLocaleString("en")} failed`,
  ];
  return parts.filter(Boolean).join(" · ");
}
