import { window } from "vscode";
import { sayBriefly } from "../base/index.ts";
import { isMissing } from "../views/index.ts";
import { askSecret } from "./ask-secret.ts";
import type { CommandContext, PlainCommand } from "./command.ts";
import { secretNameOf } from "./secret-argument.ts";

/** Stores a secret in the editor's secret storage, for the plugins of this folder. */
export const setSecret: PlainCommand = {
  id: "patchbay.setSecret",
  needs: "nothing",
  async run(context, argument) {
    const { manifests, vault } = context;
    const folder = manifests.current?.folder;
    if (!folder) {
      await window.showWarningMessage("Patchbay: secrets belong to a folder with a manifest.");
      return;
    }
    const name = secretNameOf(argument) ?? (await pickSecret(context));
    if (name === null) return;

    const value = await askSecret(name, folder.name);
    if (value === null) return;
    await vault.set(folder.uri.toString(), name, value);
    sayBriefly("key", `${name} is stored for ${folder.name}`);
  },
};

const OTHER = "$(add) Another secret…";

async function pickSecret({ registry }: CommandContext): Promise<string | null> {
  const secrets = (registry.snapshot?.plugins ?? []).flatMap((plugin) =>
    plugin.secrets.map((secret) => ({ secret, plugin: plugin.summary.name })),
  );
  const items = secrets
    .toSorted((left, right) => Number(isMissing(right.secret)) - Number(isMissing(left.secret)))
    .map(({ secret, plugin }) => ({
      label: secret.name,
      description: secret.kind,
      detail: `required by ${plugin}`,
    }));
  const choices = [...items, { label: OTHER }];
  const picked = await window.showQuickPick(choices, { title: "Set Secret", matchOnDetail: true });
  if (!picked) return null;
  if (picked.label !== OTHER) return picked.label;

  const name = await window.showInputBox({
    title: "Set Secret",
    prompt: "The name by which plugins ask for it",
    placeHolder: "JIRA_API_TOKEN",
    validateInput: (text) => (text.trim() === "" ? "A secret needs a name." : null),
  });
  return name?.trim() ?? null;
}
