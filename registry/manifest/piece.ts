import { isMap, isSeq, parseAllDocuments, type Document } from "yaml";
import { AnchorScope } from "./anchors.ts";
import { MANIFEST_CODES } from "./codes.ts";
import { excessOf, MAX_DEPTH, type Excess } from "./nesting.ts";
import type { Layout } from "./layout.ts";
import { brokenItem, examineItem, type ItemBody, type PieceItem } from "./piece-item.ts";
import { skim } from "./skim.ts";
import { SkimmedItem } from "./skimmed-item.ts";
import { lastAtOrBefore } from "../base/sorted.ts";
import { syntaxProblems } from "./syntax-problems.ts";
import { keySpan, pairsOf, valueOf, type Value } from "./tree.ts";
import type { ManifestProblem } from "./types.ts";

/** A part of the manifest's text that was parsed on its own. All offsets in it count from its start. */
export interface Piece {
  readonly text: string;
  readonly form: "list" | "mapping" | "other";
  readonly root: Value;
  readonly items: readonly PieceItem[];
  /** What is wrong outside the items. */
  readonly problems: readonly ManifestProblem[];
  readonly definesAnchor: boolean;
  /** It has aliases whose anchors do not stand in it. */
  readonly needsOuterAnchors: boolean;
  /** What the parser found, kept for reading the piece again with the anchors of others. */
  readonly syntax: readonly ManifestProblem[];
}

const PARSE_OPTIONS = {
  prettyErrors: false,
  // Duplicate keys are found while the data is read: both places are told, and the last one counts.
  uniqueKeys: false,
  merge: false,
  strict: true,
} as const;

/** Parses one piece and examines its items. */
export function parsePiece(text: string, kind: Layout["kind"]): Piece {
  if (kind === "whole") return parse(text);
  const skimmed = excessOf(text) ? null : skim(text, kind);
  if (!skimmed) return parseItem(text);
  const item = new SkimmedItem(text, skimmed, () => itemOf(text, parseItem(text)));
  return { ...unparsed(text, []), items: [item] };
}

/** Parses a piece that is one item: it always has one, however broken it is. */
function parseItem(text: string): Piece {
  const piece = parse(text);
  if (piece.items.length === 1) return piece;
  return { ...piece, items: [itemOf(text, piece)], problems: [] };
}

function itemOf(text: string, { items, problems }: Piece): PieceItem {
  const [item] = items;
  if (item && items.length === 1) return item;
  const start = Math.max(text.search(/\S/), 0);
  return brokenItem(text, start, problems.length > 0 ? problems : [noColon(text)]);
}

function parse(text: string): Piece {
  const excess = excessOf(text);
  if (excess) return unparsed(text, [refusal(text, excess)]);
  const [document, second] = [...parseAllDocuments(text, PARSE_OPTIONS)];
  if (!document) return unparsed(text, []);
  const { contents, errors, warnings } = document;
  const syntax = [
    ...syntaxProblems(text, errors, "error", contents),
    ...syntaxProblems(text, warnings, "warning", contents),
    ...(second ? [secondDocument(text, second)] : []),
  ];
  return readPiece(text, contents, syntax, new AnchorScope());
}

/** Examines the items of a piece again, with the anchors of the pieces above. */
export function rereadPiece(piece: Piece, anchors: AnchorScope): Piece {
  if (!piece.root) return piece;
  const { definesAnchor, needsOuterAnchors } = piece;
  const reread = readPiece(piece.text, piece.root, piece.syntax, anchors);
  if (reread.items.length === 0) return piece;
  return { ...reread, definesAnchor, needsOuterAnchors };
}

function readPiece(
  text: string,
  root: Value,
  syntax: readonly ManifestProblem[],
  anchors: AnchorScope,
): Piece {
  const bodies = bodiesOf(text, root);
  const { outside, inside } = share(syntax, bodies);
  const examined = bodies.map((body, index) =>
    examineItem(text, body, inside[index] ?? [], anchors),
  );
  return {
    text,
    form: isSeq(root) ? "list" : isMap(root) ? "mapping" : "other",
    root,
    items: examined.map((each) => each.item),
    problems: outside,
    definesAnchor: !anchors.isEmpty,
    needsOuterAnchors: examined.some((each) => each.hasUnresolvedAlias),
    syntax,
  };
}

/** Gives each item the problems that start in it. */
function share(
  syntax: readonly ManifestProblem[],
  bodies: readonly ItemBody[],
): {
  readonly outside: readonly ManifestProblem[];
  readonly inside: readonly (readonly ManifestProblem[])[];
} {
  const outside: ManifestProblem[] = [];
  const inside = bodies.map((): ManifestProblem[] => []);
  const starts = bodies.map((body) => body.start);
  for (const problem of syntax) {
    const isOfAll = problem.code === MANIFEST_CODES.multipleDocuments;
    const owner = isOfAll ? undefined : inside[lastAtOrBefore(starts, problem.span.start)];
    (owner ?? outside).push(problem);
  }
  return { outside, inside };
}

function bodiesOf(text: string, root: Value): readonly ItemBody[] {
  if (isMap(root)) {
    return pairsOf(root).map((pair) => ({
      start: keySpan(pair).start,
      key: pair,
      node: valueOf(pair),
    }));
  }
  if (!isSeq(root)) return [];
  let from = root.range?.[0] ?? 0;
  return root.items.map((item) => {
    const node = item as Value;
    const nodeStart = node?.range?.[0] ?? from;
    const start = root.flow ? nodeStart : dashBefore(text, from, nodeStart);
    from = Math.max(from, node?.range?.[1] ?? from);
    return { start, key: null, node };
  });
}

/** The offset of the dash of an item whose content starts at `nodeStart`. Comments may stand between the two. */
function dashBefore(text: string, from: number, nodeStart: number): number {
  const lineStart = text.lastIndexOf("\n", from - 1) + 1;
  const before = text.slice(lineStart, nodeStart);
  const dash = [...before.matchAll(/^[ \t]*-(?=\s|$)/gm)].at(-1);
  if (dash) return lineStart + dash.index + dash[0].length - 1;
  // Behind an anchor or tag of the whole sequence.
  return Math.max(text.lastIndexOf("-", nodeStart - 1), from);
}

function secondDocument(text: string, second: Document.Parsed): ManifestProblem {
  const start = second.range[0];
  const marker = text.lastIndexOf("---", start);
  const at = marker === -1 ? start : marker;
  return {
    code: MANIFEST_CODES.multipleDocuments,
    severity: "error",
    message:
      "A manifest is one YAML document: what follows this line is not read. Move it up, or to a file of its own.",
    span: { start: at, end: Math.min(at + 3, text.length) },
  };
}

function refusal(text: string, excess: Excess): ManifestProblem {
  const span = { start: 0, end: firstLineEnd(text) };
  const deep = `This is nested more than ${String(MAX_DEPTH)} levels deep: is a bracket missing?`;
  return excess === "too-deep"
    ? { code: MANIFEST_CODES.tooDeep, severity: "error", message: deep, span }
    : {
        code: MANIFEST_CODES.syntax,
        severity: "error",
        message: "Hundreds of brackets are closed here that were never opened: this is not read.",
        span,
      };
}

function firstLineEnd(text: string): number {
  const newline = text.search(/\r?\n/);
  return newline === -1 ? text.length : newline;
}

function noColon(text: string): ManifestProblem {
  return {
    code: MANIFEST_CODES.syntax,
    severity: "error",
    message: "A colon is missing after the name of this entry.",
    span: { start: 0, end: firstLineEnd(text) },
    data: { yaml: "MISSING_CHAR" },
  };
}

function unparsed(text: string, problems: readonly ManifestProblem[]): Piece {
  return {
    text,
    form: "other",
    root: null,
    items: [],
    problems,
    definesAnchor: false,
    needsOuterAnchors: false,
    syntax: problems,
  };
}
