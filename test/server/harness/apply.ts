import type { WorkspaceEdit } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";

/** A text after what a workspace edit does to it. */
export function applyTo(text: string, { changes = {} }: WorkspaceEdit, uri: string): string {
  return TextDocument.applyEdits(TextDocument.create(uri, "", 0, text), changes[uri] ?? []);
}
