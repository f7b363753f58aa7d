/** Marks the cursor in a test's text: a character that never occurs in YAML or code. */
const CURSOR = "‸";

/** The text without its cursor mark, and where the mark was. */
export function cursorIn(marked: string): {
  readonly text: string;
  readonly position: { readonly line: number; readonly character: number };
} {
  const offset = marked.indexOf(CURSOR);
  if (offset < 0) throw new Error(`There is no ${CURSOR} in the text.`);
  const before = marked.slice(0, offset).split("\n");
  return {
    text: marked.replace(CURSOR, ""),
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}
