import type { TextEdit } from "../../registry/base/text.ts";
import type { ManifestDocument } from "../../registry/manifest/index.ts";

/** A list item that begins with a key that has a value: dashes, then the key. */
const ITEM = /^([ \t]*)((?:-[ \t]+)+)[^\s#"'{[&*!|>-][^:]*:[ \t]+[^\s#|>]/;

/**
 * Where an item's next key belongs when its first line was just ended: below the first key, not below the dash, where
 * editors put it. Nothing where something stands on the new line already, or it is indented otherwise.
 */
export function indentNewLine({ text }: ManifestDocument, offset: number): readonly TextEdit[] {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const previous = text.lastIndexOf("\n", start - 2) + 1;
  if (start === 0) return [];
  const item = ITEM.exec(text.slice(previous, start));
  const lineEnd = text.indexOf("\n", start);
  const written = text.slice(start, lineEnd < 0 ? undefined : lineEnd).replace(/\r$/, "");
  const [, indent = "", dashes = ""] = item ?? [];
  if (!item || written !== indent) return [];
  const newText = " ".repeat(dashes.length);
  return [{ span: { start: start + indent.length, end: start + indent.length }, newText }];
}
