import { isScalar } from "yaml";
import { applyEdits } from "../base/apply-edits.ts";
import type { TextEdit } from "../base/text.ts";
import { AnchorScope } from "./anchors.ts";
import { MANIFEST_CODES } from "./codes.ts";
import { layOut } from "./layout.ts";
import { ParsedManifest } from "./parsed-manifest.ts";
import { countAnchors, dependOnEachOther, isFlawed } from "./parsed.ts";
import { parsePiece, rereadPiece, type Piece } from "./piece.ts";
import { isUnwritten } from "./tree.ts";
import type { ManifestDocument, ManifestProblem } from "./types.ts";

/** Larger texts are refused: no person maintains them, and every keystroke would cost. In UTF-16 code units. */
const MAX_LENGTH = 10 * 1024 * 1024;

/** Parses a manifest. Never throws, whatever the text; bounded in time on alias bombs, deep nesting and size. */
export function parseManifest(text: string): ManifestDocument {
  if (text.length > MAX_LENGTH) return tooLarge(text);
  const layout = layOut(text);
  const starts = layout.kind === "whole" ? [text.startsWith("\uFEFF") ? 1 : 0] : layout.starts;
  const isolated = starts.map((start, index) =>
    parsePiece(text.slice(start, starts[index + 1] ?? text.length), layout.kind),
  );
  const anchors = countAnchors(isolated);
  const pieces = dependOnEachOther(anchors) ? rereadTogether(isolated) : isolated;
  const parsed = {
    grain: layout.kind === "whole" ? null : { kind: layout.kind, indent: layout.indent },
    preamble: text.slice(0, starts[0]),
    pieces,
    starts,
    length: text.length,
    flawed: pieces.flatMap((piece, index) => (isFlawed(piece) ? [index] : [])),
    ...anchors,
  };
  const form = layout.kind === "whole" ? formOf(pieces[0]) : layout.kind;
  const outside = form === "unreadable" ? notAList(text, pieces[0]) : [];
  return new ParsedManifest({
    form,
    outside,
    parsed,
    maxLength: MAX_LENGTH,
    parseAgain: parseManifest,
  });
}

function rereadTogether(pieces: readonly Piece[]): readonly Piece[] {
  const anchors = new AnchorScope();
  return pieces.map((piece) => rereadPiece(piece, anchors));
}

function formOf(whole: Piece | undefined): ManifestDocument["form"] {
  if (!whole) return "empty";
  const { form, items, root, problems } = whole;
  if (form !== "other") return items.length === 0 ? "empty" : form;
  if (problems.some((problem) => problem.severity === "error")) return "unreadable";
  if (!root || isUnwritten(root)) return "empty";
  // The original takes every falsy document for an empty one.
  return isScalar(root) && !root.value ? "empty" : "unreadable";
}

function notAList(text: string, whole: Piece | undefined): readonly ManifestProblem[] {
  if (whole && whole.problems.length > 0) return [];
  const span = { start: 0, end: text.trimEnd().length };
  const message =
    "A manifest is a list of entries (`- name: …`), or a mapping from names to entries; here is neither.";
  return [{ code: MANIFEST_CODES.notAList, severity: "error", message, span }];
}

function tooLarge(text: string): ManifestDocument {
  const problem: ManifestProblem = {
    code: MANIFEST_CODES.tooLarge,
    severity: "error",
    message: "This manifest is larger than 10 MB and is not read: split it up.",
    span: { start: 0, end: 0 },
  };
  return {
    text,
    form: "unreadable",
    items: [],
    itemCount: 0,
    problems: [problem],
    update: (edits: readonly TextEdit[]) => parseManifest(applyEdits(text, edits)),
    sharedWith: () => ({ head: 0, tail: 0 }),
    item: () => null,
    itemNamed: () => null,
    itemAt: () => null,
    cursorAt: (offset) => ({
      item: null,
      path: [],
      role: "value",
      token: { start: offset, end: offset },
      siblings: [],
      isInBrackets: false,
    }),
  };
}
