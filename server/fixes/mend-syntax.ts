import type { TextEdit } from "../../registry/base/text.ts";
import type { ManifestDocument } from "../../registry/manifest/index.ts";
import type { Fix, MendProvider } from "./fix.ts";

/** The slips that people make most: tabs, a space that is missing, a quote or bracket that is not closed. */
export const mendSyntax: MendProvider = ({ code, diagnostic, file }) => {
  if (code !== "manifest/syntax") return [];
  const { manifest, text } = file;
  const { start, end } = file.spanOf(diagnostic.range);
  const line = lineAt(text, start);
  const above = line.start > 0 ? lineAt(text, line.start - 1) : line;
  const attempts: readonly (Fix | null)[] = [
    spacesForTabs(text),
    spaceAfterColon(text, line),
    spaceAfterColon(text, above),
    ...closings(text, start, end),
  ];
  return attempts
    .filter((fix) => fix !== null && mends(manifest, fix))
    .slice(0, 1) as readonly Fix[];
};

interface Line {
  readonly start: number;
  readonly end: number;
}

function lineAt(text: string, offset: number): Line {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return { start, end: end < 0 ? text.length : end };
}

/** Two columns for each: what tabs are worth where people write YAML. */
function spacesForTabs(text: string): Fix | null {
  const edits = [...text.matchAll(/^[ ]*\t[ \t]*/gm)].map(({ 0: indent, index }) => ({
    span: { start: index, end: index + indent.length },
    newText: indent.replaceAll("\t", "  "),
  }));
  return edits.length > 0 ? { title: "Indent with spaces", edits, isPreferred: true } : null;
}

function spaceAfterColon(text: string, { start, end }: Line): Fix | null {
  const key = /^\s*(?:- +)?[A-Za-z_]\w*:(?=[^\s:/])/.exec(text.slice(start, end));
  if (!key) return null;
  const at = start + key[0].length;
  return { title: "Put a space after the colon", edits: [insert(at, " ")], isPreferred: true };
}

/** Closes what is opened in the first character underlined, at the end of its line. */
function closings(text: string, start: number, end: number): readonly Fix[] {
  const closing = { '"': '"', "'": "'", "[": "]", "{": "}" }[text.charAt(start)];
  if (!closing) return [];
  const line = text.slice(start, lineAt(text, Math.max(start, end - 1)).end).trimEnd();
  const beforeComment = line.replace(/\s+#.*$/, "");
  return [beforeComment, line].map((kept) => ({
    title: closing === "]" || closing === "}" ? "Close the bracket" : "Close the quote",
    edits: [insert(start + kept.length, closing)],
    isPreferred: true,
  }));
}

/** Tried on the text: fewer errors than before, and as many entries. */
function mends(manifest: ManifestDocument, { edits = [] }: Fix): boolean {
  const after = manifest.update(edits);
  return countErrors(after) < countErrors(manifest) && after.items.length >= manifest.items.length;
}

const countErrors = ({ problems }: ManifestDocument): number =>
  problems.filter(({ code }) => code === "manifest/syntax").length;

const insert = (offset: number, newText: string): TextEdit => ({
  span: { start: offset, end: offset },
  newText,
});
