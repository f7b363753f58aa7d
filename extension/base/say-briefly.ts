import { window } from "vscode";

/** Long enough to be read in passing. */
const SAID_MS = 5_000;

/** Shows what came of something in the status bar, for a moment. `icon` is a codicon's name. */
export function sayBriefly(icon: string, text: string): void {
  window.setStatusBarMessage(`$(${icon}) ${text}`, SAID_MS);
}
