import { env, ThemeIcon, window, workspace, type QuickInputButton } from "vscode";
import { messageOf } from "../base/index.ts";

const FROM_CLIPBOARD: QuickInputButton = {
  iconPath: new ThemeIcon("clippy"),
  tooltip: "Store the clipboard's text, line breaks included",
};
const FROM_FILE: QuickInputButton = {
  iconPath: new ThemeIcon("file"),
  tooltip: "Store the text of a file…",
};

/**
 * Asks for a secret's value, masked; null when dismissed. An input box holds one line only: a value of several (a
 * private key) is taken from the clipboard or a file, and is never shown.
 */
export function askSecret(name: string, folder: string): Promise<string | null> {
  const input = window.createInputBox();
  input.title = `Set Secret ${name}`;
  input.password = true;
  input.ignoreFocusOut = true;
  input.placeholder = "Value";
  input.prompt = `Kept in the editor's encrypted secret storage, for plugins of “${folder}” only. Not written to any file.`;
  input.buttons = [FROM_CLIPBOARD, FROM_FILE];

  return new Promise<string | null>((resolve) => {
    const answer = (value: string | null): void => {
      if (value === "") {
        input.validationMessage = "The value is empty.";
        return;
      }
      resolve(value);
      input.dispose();
    };
    input.onDidAccept(() => answer(input.value));
    input.onDidChangeValue(() => {
      input.validationMessage = undefined;
    });
    // Where files are not local the file dialog takes the input box's place: that is not a dismissal.
    let isTaking = false;
    input.onDidHide(() => {
      if (!isTaking) answer(null);
    });
    const take = async (read: () => Thenable<string | null>): Promise<void> => {
      isTaking = true;
      try {
        const taken = await read();
        if (taken === null || taken === "") input.show();
        if (taken !== null) answer(taken);
      } catch (error) {
        input.show();
        input.validationMessage = messageOf(error);
      } finally {
        isTaking = false;
      }
    };
    input.onDidTriggerButton((button) =>
      take(button === FROM_CLIPBOARD ? () => env.clipboard.readText() : readFile),
    );
    input.show();
  });
}

async function readFile(): Promise<string | null> {
  const [file] = (await window.showOpenDialog({ openLabel: "Store as Secret" })) ?? [];
  if (!file) return null;
  return new TextDecoder().decode(await workspace.fs.readFile(file));
}
