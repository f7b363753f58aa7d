/** A list item that begins with a key that has a value: indentation, dashes, then the key. */
const ITEM = /^([ \t]*)((?:-[ \t]+)+)[^\s#"'{[&*!|>-][^:]*:[ \t]+[^\s#|>]/;

/** What a change wrote, and the lines around it as they are now. */
export interface EndedLine {
  /** What was written; a line break with the white space that the editor put after it. */
  readonly written: string;
  readonly before: string;
  /** What stands on the new line. */
  readonly line: string;
}

/**
 * What has to be put at the end of a new line, so that an item's next key stands below its first one and not below its dash,
 * where VS Code's rule for YAML puts it; null where nothing has.
 */
export function indentAfterEnter({ written, before, line }: EndedLine): string | null {
  if (!/^\r?\n[ \t]*$/.test(written)) return null;
  const [, indent = "", dashes = ""] = ITEM.exec(before) ?? [];
  return dashes !== "" && line === indent ? " ".repeat(dashes.length) : null;
}
