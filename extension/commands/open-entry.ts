import { Range, window, workspace } from "vscode";
import type { PlainCommand } from "./command.ts";
import { pickPlugin } from "./pick-plugin.ts";

/** Opens the manifest at a plugin's entry. */
export const openEntry: PlainCommand = {
  id: "patchbay.openEntry",
  needs: "nothing",
  async run({ registry, manifests, language }, argument) {
    const place = manifests.current;
    if (!place) return;
    const plugins = registry.lastPlugins;
    const name = await pickPlugin(argument, { plugins, title: "Open Entry in Manifest" });
    if (name === null) return;

    const document = await workspace.openTextDocument(place.uri);
    const found = await language.locateEntry(place.uri, name);
    const { line, character } = found?.start ?? { line: 0, character: 0 };
    const selection = new Range(line, character, line, character);
    await window.showTextDocument(document, { selection });
    if (!found)
      await window.showWarningMessage(`Patchbay: the manifest has no entry named ${name}.`);
  },
};
