import { window, type QuickPickItem } from "vscode";
import type { PlainCommand } from "./command.ts";
import { pickPlugin } from "./pick-plugin.ts";

const OWN_LOG = "Patchbay";

/** Shows what a plugin wrote, or Patchbay's own log. */
export const showLogs: PlainCommand = {
  id: "patchbay.showLogs",
  needs: "nothing",
  async run({ registry, logs }, argument) {
    const plugins = registry.lastPlugins;
    if (argument !== undefined) {
      const plugin = await pickPlugin(argument, { plugins, title: "Show Log" });
      if (plugin !== null) logs.of(plugin).show();
      return;
    }
    const items: QuickPickItem[] = [
      { label: OWN_LOG, description: "registry host and language server" },
      ...plugins.map(({ summary }) => ({ label: summary.name })),
    ];
    const picked = await window.showQuickPick(items, { title: "Show Log" });
    if (!picked) return;
    const channel = picked === items[0] ? logs.main : logs.of(picked.label);
    channel.show();
  },
};
