import type { ManifestCursor, ManifestDocument } from "./types.ts";

/** What is at a place in the text, also in half-typed YAML. */
export function cursorIn(document: ManifestDocument, offset: number): ManifestCursor {
  const item = document.itemAt(offset);
  return { item, path: [], role: "key", token: { start: offset, end: offset }, siblings: [] };
}
