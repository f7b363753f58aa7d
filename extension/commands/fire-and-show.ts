import { ProgressLocation, ViewColumn, window, type Uri } from "vscode";
import { duration } from "../base/index.ts";
import { countsOf, hasFailures, parsePayload } from "../fire/index.ts";
import type { RunningContext } from "./command.ts";

/** Fires a hook and says what each plugin did. The payload is remembered for the next time. */
export async function fireAndShow(
  context: RunningContext,
  hook: string,
  text: string,
): Promise<void> {
  const { host, fires } = context;
  const parsed = parsePayload(text);
  if (parsed.kind === "not-json") {
    await window.showErrorMessage(
      `Patchbay: the payload of ${hook} is not JSON: ${parsed.message}`,
    );
    return;
  }

  await fires.payloads.remember(hook, text);
  const report = await window.withProgress(
    { location: ProgressLocation.Window, title: `Firing ${hook}` },
    () => host.fire({ hook, payload: parsed.payload }),
  );
  const result = fires.results.set({ report, firedAt: new Date() });
  const failed = hasFailures(report);
  if (failed) await showResult(result);
  announce(`${hook}: ${countsOf(report)} in ${duration(report.durationMs)}`, failed, result);
}

/** Settles at once: the toast may stay for as long as it likes. A result with failures is shown already. */
function announce(message: string, failed: boolean, result: Uri): void {
  if (failed) {
    void window.showWarningMessage(message);
    return;
  }
  const shown = window.showInformationMessage(message, "Show Result");
  void shown.then((choice) => (choice === undefined ? undefined : showResult(result)));
}

async function showResult(result: Uri): Promise<void> {
  const options = { viewColumn: ViewColumn.Beside, preserveFocus: true, preview: true };
  await window.showTextDocument(result, options);
}
