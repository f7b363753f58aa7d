import { window } from "vscode";
import { isMissing } from "../views/index.ts";
import { askSecret } from "./ask-secret.ts";
import type { CommandContext, PlainCommand } from "./command.ts";
import { secretNameOf } from "./secret-argument.ts";

/** How long a word about success stays in the status bar. */
const SAID_MS = 5_000;

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
    window.setStatusBarMessage(`$(key) ${name} is stored for ${folder.name}`, SAID_MS);
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
