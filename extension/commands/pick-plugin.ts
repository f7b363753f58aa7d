import { window, type QuickPickItem } from "vscode";
import * as z from "zod";
import type { PluginStatus } from "../../schemas/index.ts";
import { summaryOf } from "../views/index.ts";

const withPluginSchema = z.object({
  plugin: z.object({ summary: z.object({ name: z.string() }) }),
});
const argumentSchema = z.union([
  z.string(),
  withPluginSchema.transform(({ plugin }) => plugin.summary.name),
  z.object({ parent: withPluginSchema }).transform(({ parent }) => parent.plugin.summary.name),
]);

export interface PickOptions {
  readonly plugins: readonly PluginStatus[];
  readonly title: string;
  /** Which plugins the picker offers; an argument is taken as it is. Default: all. */
  readonly filter?: (plugin: PluginStatus) => boolean;
}

/** The plugin that a command is about: a name, a row of the tree or of a plugin's children, else what the user picks. */
export async function pickPlugin(argument: unknown, options: PickOptions): Promise<string | null> {
  const given = argumentSchema.safeParse(argument);
  if (given.success) return given.data;

  const offered = options.plugins.filter(options.filter ?? (() => true));
  if (offered.length === 0) {
    await window.showInformationMessage(
      `Patchbay: there is no plugin to choose for “${options.title}”.`,
    );
    return null;
  }
  const items = offered.map((plugin): QuickPickItem => {
    const description = plugin.summary.description ?? "";
    return { label: plugin.summary.name, description: summaryOf(plugin), detail: description };
  });
  const picked = await window.showQuickPick(items, {
    title: options.title,
    placeHolder: "Choose a plugin",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.label ?? null;
}

/** The plugin of that name: the first, which is the one that runs. */
export function pluginNamed(plugins: readonly PluginStatus[], name: string): PluginStatus | null {
  return plugins.find(({ summary }) => summary.name === name) ?? null;
}
