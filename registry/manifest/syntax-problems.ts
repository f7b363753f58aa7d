import { visit, type ErrorCode, type Node, type YAMLError } from "yaml";
import type { Span } from "../base/text.ts";
import { MANIFEST_CODES } from "./codes.ts";
import type { Value } from "./tree.ts";
import type { ManifestProblem } from "./types.ts";

/** What a YAML error means to the person who wrote it. The parser's own text is never shown: it may quote a secret. */
const ADVICE: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "An alias (`*name`) cannot have an anchor or a tag of its own: remove it.",
  BAD_ALIAS: "This alias has no usable name: write `*name`, with the name of an anchor above.",
  BAD_COLLECTION_TYPE: "This tag does not fit its value: remove the tag.",
  BAD_DIRECTIVE: "Patchbay does not know this `%` directive: remove the line.",
  BAD_DQ_ESCAPE:
    "This is not an escape that double quotes know: write `\\\\` for a backslash, or use single quotes.",
  BAD_INDENT:
    "The indentation does not fit: keys of one entry start in the same column, and what is inside `[ ]` or `{ }` is indented and closed.",
  BAD_PROP_ORDER: "Anchors and tags come before the value and after the `-`, `?` or `:`.",
  BAD_SCALAR_START: "A plain value cannot start with this character: put the value in quotes.",
  BLOCK_AS_IMPLICIT_KEY:
    "A list or a second `key: value` cannot stand here: start a new, indented line, or put the value in quotes if its colon belongs to it.",
  BLOCK_IN_FLOW: "Inside `[ ]` and `{ }` items are separated by commas, not by lines with `-`.",
  DUPLICATE_KEY: "This key is already there: keep one of the two.",
  IMPOSSIBLE: "This is not YAML: check the line and the one above.",
  KEY_OVER_1024_CHARS: "A key is longer than 1024 characters: is a line break or a quote missing?",
  MISSING_CHAR:
    "Something is missing here: a colon after the key, a comma, or the quote that closes the value.",
  MULTILINE_IMPLICIT_KEY:
    "A key cannot go over several lines: is the colon missing after the key above?",
  MULTIPLE_ANCHORS: "A value can have one anchor (`&name`) only.",
  MULTIPLE_DOCS: "A manifest is one YAML document.",
  MULTIPLE_TAGS: "A value can have one tag only.",
  NON_STRING_KEY: "Keys are plain text.",
  RESOURCE_EXHAUSTION: "This is nested too deeply.",
  TAB_AS_INDENT: "YAML does not indent with tabs: use spaces.",
  TAG_RESOLVE_FAILED: "This tag (`!…`) is not known here; the value is read as if it had none.",
  UNEXPECTED_TOKEN: "This does not belong here: check the indentation and the line above.",
};

/** What comes after so many errors in one piece is noise, and there may be one for each character. */
const MAX_ERRORS = 200;

/** Words the errors or warnings of the parser, which left `root` behind. */
export function syntaxProblems(
  text: string,
  errors: readonly YAMLError[],
  severity: "error" | "warning",
  root: Value,
): readonly ManifestProblem[] {
  const problems = errors
    .slice(0, MAX_ERRORS)
    .map((error) => syntaxProblem(text, error, severity, root));
  return withoutEchoes(text, problems);
}

function syntaxProblem(
  text: string,
  error: YAMLError,
  severity: "error" | "warning",
  root: Value,
): ManifestProblem {
  const { start, end } = openerOf(text, error, root) ?? placeOf(text, error);
  const tab = error.code === "TAB_AS_INDENT" || isIndentedWithTab(text, start);
  return {
    code: error.code === "RESOURCE_EXHAUSTION" ? MANIFEST_CODES.tooDeep : MANIFEST_CODES.syntax,
    severity,
    message: ADVICE[tab ? "TAB_AS_INDENT" : error.code],
    span: { start, end },
    data: { yaml: tab ? "TAB_AS_INDENT" : error.code },
  };
}

function placeOf(text: string, { pos }: YAMLError): Span {
  const start = Math.min(pos[0], text.length);
  return { start, end: Math.min(Math.max(pos[1], start), text.length) };
}

/** Where a quote or bracket was opened that is never closed: the parser notices only at the end of the text. */
function openerOf(text: string, error: YAMLError, root: Value): Span | null {
  const isUnclosed = /^Missing closing|end with a [\]}]$/.test(error.message);
  if (!isUnclosed || !root) return null;
  const found: Node[] = [];
  const note = (node: Node): symbol | undefined => {
    if ((node.range?.[1] ?? 0) < error.pos[0]) return undefined;
    found.push(node);
    return visit.BREAK;
  };
  visit(root, {
    Collection: (_, node) => (node.flow ? note(node) : undefined),
    Scalar: (_, node) => (node.type?.startsWith("QUOTE") ? note(node) : undefined),
  });
  const start = found[0]?.range?.[0];
  if (start === undefined) return null;
  const line = /^[^\r\n]*/.exec(text.slice(start))?.[0].trimEnd() ?? "";
  return { start, end: start + line.length };
}

/**
 * One slip often makes the parser stumble more than once: the first of a line's errors is the one to mend, and the
 * first of many tokens in a row that it did not expect, because it expects none of those that follow either.
 */
function withoutEchoes(
  text: string,
  problems: readonly ManifestProblem[],
): readonly ManifestProblem[] {
  const seen = new Set<number>();
  return problems.filter((problem, index) => {
    const line = text.lastIndexOf("\n", problem.span.start - 1);
    const isFirstOfLine = seen.size < seen.add(line).size;
    return isFirstOfLine && !(isUnexpected(problem) && isUnexpected(problems[index - 1]));
  });
}

const isUnexpected = (problem: ManifestProblem | undefined): boolean =>
  problem?.data?.["yaml"] === ("UNEXPECTED_TOKEN" satisfies ErrorCode);

/** A tab in the line's indentation is the cause of whatever error follows in that line. */
function isIndentedWithTab(text: string, offset: number): boolean {
  const line = text.lastIndexOf("\n", offset - 1) + 1;
  const indentation = /^[ \t]*/.exec(text.slice(line, Math.max(offset, line) + 1))?.[0] ?? "";
  return indentation.includes("\t") && line + indentation.length <= offset;
}
