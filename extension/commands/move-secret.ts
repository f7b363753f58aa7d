import { Range, Uri, window, workspace } from "vscode";
import * as z from "zod";
import { sayBriefly } from "../base/index.ts";
import { applyEdits } from "../manifest/index.ts";
import type { PlainCommand } from "./command.ts";
import { offerSave } from "./offer-save.ts";
import { readScalar } from "./read-scalar.ts";

const positionSchema = z.object({
  line: z.int().nonnegative(),
  character: z.int().nonnegative(),
});
const rangeSchema = z.object({ start: positionSchema, end: positionSchema });
/** `MoveSecretParams`, as the language server's code action gives them. */
const paramsSchema = z.object({
  uri: z.string(),
  version: z.int(),
  secret: z.string().min(1),
  value: rangeSchema,
  edits: z.array(z.object({ range: rangeSchema, newText: z.string() })),
});

/** Takes a secret that stands in the manifest into the editor's secret storage, and out of the manifest. */
export const moveSecret: PlainCommand = {
  id: "patchbay.moveSecret",
  needs: "nothing",
  async run({ vault }, argument) {
    const { uri, version, secret, value, edits } = paramsSchema.parse(argument);
    const document = await workspace.openTextDocument(Uri.parse(uri, true));
    const folder = workspace.getWorkspaceFolder(document.uri);
    if (!folder) {
      await window.showWarningMessage("Patchbay: secrets belong to a folder with a manifest.");
      return;
    }
    if (document.version !== version) {
      await window.showWarningMessage(
        `Patchbay: the manifest was edited since this was offered, so ${secret} was not stored. Try again.`,
      );
      return;
    }
    const { start, end } = value;
    const written = document.getText(
      new Range(start.line, start.character, end.line, end.character),
    );
    const read = readScalar(written);
    if (read === null) {
      await window.showWarningMessage(
        `Patchbay: the value of ${secret} is not written on one line. Use Set Secret… and remove it by hand.`,
      );
      return;
    }
    await vault.set(folder.uri.toString(), secret, read);

    const outcome = await applyEdits({ uri: document.uri, version, edits });
    switch (outcome.kind) {
      case "saved":
      case "unchanged":
        sayBriefly("key", `${secret} is stored for ${folder.name} and no longer in the manifest`);
        return;
      case "unsaved":
        return offerSave(`${secret} is stored, and removed from the manifest`, outcome.save);
      case "refused":
        void window.showWarningMessage(
          `Patchbay: ${secret} is stored, but may still be in the manifest's file: ${outcome.reason}`,
        );
    }
  },
};
