import { languages, Position, Range, window, workspace, type Disposable } from "vscode";
import type { TextDocumentChangeEvent } from "vscode";
import { indentAfterEnter } from "./indent-after-enter.ts";
import { manifestSelector } from "./manifest-selector.ts";

/**
 * Indents the line that Enter begins in a manifest. A rule for Enter could be given to all of YAML only, and formatting on
 * type is off by default; where it is on, the language server does the same.
 */
export function followEnter(): Disposable {
  return workspace.onDidChangeTextDocument((event) => {
    const change = oneChange(event);
    const editor = window.activeTextEditor;
    const { document } = event;
    if (!change || editor?.document !== document || editor.selections.length > 1) return;
    if (languages.match(manifestSelector(), document) === 0) return;
    if (workspace.getConfiguration("editor", document).get("formatOnType", false)) return;
    const { line } = change.range.start;
    const added = indentAfterEnter({ written: change.text, line }, document);
    if (added === null) return;
    const end = new Position(line + 1, document.lineAt(line + 1).text.length);
    const stops = { undoStopBefore: false, undoStopAfter: false };
    // What was typed meanwhile makes the editor refuse the edit: the line is indented by hand then.
    void editor.edit((edit) => edit.replace(new Range(end, end), added), stops);
  });
}

/** Neither undo nor redo, nor anything else that no key does. */
function oneChange({
  contentChanges,
  reason,
}: TextDocumentChangeEvent): TextDocumentChangeEvent["contentChanges"][number] | null {
  const [change, ...others] = contentChanges;
  return change && others.length === 0 && reason === undefined && change.rangeLength === 0
    ? change
    : null;
}
