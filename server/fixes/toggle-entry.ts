import { planEdit } from "../../registry/manifest/index.ts";
import { CLIENT_COMMANDS } from "../../schemas/index.ts";
import type { ChosenFix, FixProvider } from "./fix.ts";

/** An entry that cannot work is switched off until it can; one that is off is switched on. */
export const toggleEntry: FixProvider = ({ code, known, file }) => {
  if (!known?.item.entry) return [];
  const { name } = known.item;
  if (code === "manifest/disabled") return planned(file.manifest, name, true);
  if (
    !/^(?:module|plugin|version)\/|^manifest\/duplicate-module$/.test(code) ||
    !known.entry.isEnabled
  )
    return [];
  return planned(file.manifest, name, false);
};

/** A plugin that failed while it ran may be loaded again. */
export const reloadPlugin: FixProvider = ({ code, known }) => {
  if (!code.startsWith("plugin/") || !known || code === "plugin/no-runtime") return [];
  const title = `Reload ${known.item.name}`;
  const command = { title, command: CLIENT_COMMANDS.reload, arguments: [known.item.name] };
  return [{ title, command }];
};

function planned(
  manifest: Parameters<typeof planEdit>[0],
  plugin: string,
  enabled: boolean,
): ChosenFix[] {
  const plan = planEdit(manifest, { kind: "set-enabled", plugin, enabled });
  if (plan.kind !== "edits") return [];
  return [{ title: `${enabled ? "Enable" : "Disable"} ${plugin}`, edits: plan.edits }];
}
