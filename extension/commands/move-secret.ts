import { Position, Range, Uri, window, workspace, WorkspaceEdit } from "vscode";
import * as z from "zod";
import type { PlainCommand } from "./command.ts";
import { readScalar } from "./read-scalar.ts";

/** How long a word about success stays in the status bar. */
const SAID_MS = 5_000;

const positionSchema = z
  .object({ line: z.int().nonnegative(), character: z.int().nonnegative() })
  .transform(({ line, character }) => new Position(line, character));
const rangeSchema = z
  .object({ start: positionSchema, end: positionSchema })
  .transform(({ start, end }) => new Range(start, end));
/** `MoveSecretParams`, as the language server's code action gives them. */
const paramsSchema = z.object({
  uri: z.string(),
  secret: z.string().min(1),
  value: rangeSchema,
  edits: z.array(z.object({ range: rangeSchema, newText: z.string() })),
});

/** Takes a secret that stands in the manifest into the editor's secret storage, and out of the manifest. */
export const moveSecret: PlainCommand = {
  id: "patchbay.moveSecret",
  needs: "nothing",
  async run({ vault }, argument) {
    const { uri, secret, value, edits } = paramsSchema.parse(argument);
    const document = await workspace.openTextDocument(Uri.parse(uri, true));
    const folder = workspace.getWorkspaceFolder(document.uri);
    if (!folder) {
      await window.showWarningMessage("Patchbay: secrets belong to a folder with a manifest.");
      return;
    }
    const { version } = document;
    const read = readScalar(document.getText(value));
    if (read === null) {
      await window.showWarningMessage(
        `Patchbay: the value of ${secret} is not written on one line. Use Set Secret… and remove it by hand.`,
      );
      return;
    }
    await vault.set(folder.uri.toString(), secret, read);
    if (document.version !== version) {
      await window.showWarningMessage(
        `Patchbay: ${secret} is stored; the manifest changed meanwhile, so remove it there by hand.`,
      );
      return;
    }
    const removal = new WorkspaceEdit();
    for (const { range, newText } of edits) removal.replace(document.uri, range, newText);
    if (!(await workspace.applyEdit(removal))) {
      await window.showWarningMessage(
        `Patchbay: ${secret} is stored; the editor did not accept the edit, so remove it from the manifest by hand.`,
      );
      return;
    }
    window.setStatusBarMessage(`$(key) ${secret} is stored for ${folder.name}`, SAID_MS);
  },
};
