import { Range, Uri, window, workspace, type TextDocument } from "vscode";
import { sourceOf } from "../views/index.ts";
import type { RunningCommand } from "./command.ts";
import { pickPlugin, pluginNamed } from "./pick-plugin.ts";

/** Opens the file that holds a plugin's class, at the class. */
export const openSource: RunningCommand = {
  id: "patchbay.openSource",
  needs: "registry",
  async run({ plugins }, argument) {
    const name = await pickPlugin(argument, {
      plugins,
      title: "Open Plugin Source",
      filter: (plugin) => sourceOf(plugin) !== null,
    });
    if (name === null) return;
    const plugin = pluginNamed(plugins, name);
    const file = plugin && sourceOf(plugin);
    if (!file) {
      await window.showWarningMessage(`Patchbay: no source file of ${name} is known.`);
      return;
    }
    const document = await workspace.openTextDocument(Uri.file(file));
    const className = plugin.module?.split(":").at(-1) ?? "";
    await window.showTextDocument(document, { selection: declarationOf(className, document) });
  },
};

function declarationOf(className: string, document: TextDocument): Range {
  const declaration = /^\w+$/.test(className)
    ? new RegExp(`\\bclass\\s+${className}\\b`).exec(document.getText())
    : null;
  const start = document.positionAt(declaration?.index ?? 0);
  return new Range(start, start);
}
