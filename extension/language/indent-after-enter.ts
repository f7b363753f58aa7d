/** A list item that begins with a key that has a value: indentation, dashes, then the key. */
const ITEM = /^([ \t]*)((?:-[ \t]+)+)[^\s#"'{[&*!|>-][^:]*:[ \t]+[^\s#|>]/;

/** Something that was put in at one place. */
export interface Insertion {
  /** A line break with the white space that the editor put after it, or anything else. */
  readonly written: string;
  /** Where it was put in, from 0. */
  readonly line: number;
}

/** A document as it is now. Like the editor's, it may throw for a line that it does not have. */
export interface Lines {
  readonly lineCount: number;
  lineAt(line: number): { readonly text: string };
}

/**
 * What has to be put at the end of the line below an insertion, so that an item's next key stands below its first one and
 * not below its dash, where VS Code's rule for YAML puts it; null where nothing has.
 */
export function indentAfterEnter({ written, line }: Insertion, document: Lines): string | null {
  if (!/^\r?\n[ \t]*$/.test(written) || line + 1 >= document.lineCount) return null;
  const [, indent = "", dashes = ""] = ITEM.exec(document.lineAt(line).text) ?? [];
  const isAtDash = dashes !== "" && document.lineAt(line + 1).text === indent;
  return isAtDash ? " ".repeat(dashes.length) : null;
}
