import { Uri, window } from "vscode";
import { writeNew } from "../base/index.ts";
import { changeManifest } from "../manifest/index.ts";
import type { RunningCommand } from "./command.ts";
import { offerSave } from "./offer-save.ts";
import { classNameOf, pluginSource } from "./manifest-templates.ts";
import { placeNewPlugin } from "./new-plugin-place.ts";

const NAME = /^[a-z][a-z0-9_-]*$/;

/** Writes a plugin that runs as it stands, beside the other plugins, and its entry. */
export const newPlugin: RunningCommand = {
  id: "patchbay.newPlugin",
  needs: "registry",
  async run({ place, plugins, language, registry }) {
    const taken = new Set(plugins.map(({ summary }) => summary.name));
    const name = await window.showInputBox({
      title: "New Plugin",
      prompt: "Its name in the manifest",
      placeHolder: "ticket_sync",
      validateInput: (text) => {
        if (taken.has(text)) return `The manifest has a plugin named ${text}.`;
        return NAME.test(text) ? null : "Small letters, digits, _ and -, beginning with a letter.";
      },
    });
    if (name === undefined) return;

    const sources = plugins.flatMap(({ sourceFile }) => sourceFile ?? []);
    const placed = placeNewPlugin(name, place.uri.fsPath, sources);
    const file = Uri.file(placed.file);
    const module = `${placed.modulePath}:${classNameOf(name)}`;
    const entry = { name, module, hooks: ["post_plan"] };
    const change = { kind: "add-entry", entry } as const;
    const outcome = await changeManifest(language, place.uri, change, () =>
      writeNew(file, pluginSource(name, placed.language)),
    );
    if (outcome.kind === "saved" || outcome.kind === "unsaved") await window.showTextDocument(file);
    if (outcome.kind === "saved") await registry.manifestSaved(outcome.text);
    if (outcome.kind === "unsaved") offerSave(`${name} has its entry`, outcome.save);
    if (outcome.kind === "refused") void window.showErrorMessage(`Patchbay: ${outcome.reason}`);
  },
};
