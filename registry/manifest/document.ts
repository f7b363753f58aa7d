import { isScalar } from "yaml";
import { applyEdits } from "../base/apply-edits.ts";
import type { TextEdit } from "../base/text.ts";
import { AnchorScope } from "./anchors.ts";
import { MANIFEST_CODES } from "./codes.ts";
import { cursorIn } from "./cursor.ts";
import type { ItemView } from "./item-view.ts";
import { layOut, type Layout } from "./layout.ts";
import { parsePiece, rereadPiece, type Piece } from "./piece.ts";
import { shiftProblem } from "./shift.ts";
import { dependOnEachOther, type Parsed } from "./parsed.ts";
import { placeItems } from "./standings.ts";
import { isUnwritten } from "./tree.ts";
import type { ManifestCursor, ManifestDocument, ManifestProblem } from "./types.ts";
import { lastAtOrBefore, updatePieces } from "./update.ts";

/** Larger texts are refused: no person maintains them, and every keystroke would cost. In UTF-16 code units. */
export const MAX_LENGTH = 10 * 1024 * 1024;

/** Parses a manifest. Never throws, whatever the text; bounded in time on alias bombs, deep nesting and size. */
export function parseManifest(text: string): ManifestDocument {
  if (text.length > MAX_LENGTH) return tooLarge(text);
  const layout = layOut(text);
  const starts = layout.kind === "whole" ? [text.startsWith("\uFEFF") ? 1 : 0] : layout.starts;
  const pieces = parsePieces(text, layout.kind, starts);
  return new ParsedManifest({ text, layout, starts, pieces });
}

function parsePieces(
  text: string,
  kind: Layout["kind"],
  starts: readonly number[],
): readonly Piece[] {
  const pieces = starts.map((start, index) =>
    parsePiece(text.slice(start, starts[index + 1] ?? text.length), kind, new AnchorScope()),
  );
  if (!dependOnEachOther(pieces)) return pieces;
  const anchors = new AnchorScope();
  return pieces.map((piece) => rereadPiece(piece, anchors));
}

class ParsedManifest implements ManifestDocument {
  readonly text: string;
  readonly form: ManifestDocument["form"];
  readonly #parsed: Parsed;
  readonly #outside: readonly ManifestProblem[];
  #items: readonly ItemView[] | null = null;
  #problems: readonly ManifestProblem[] | null = null;

  constructor(parsed: Parsed) {
    this.text = parsed.text;
    this.#parsed = parsed;
    const whole = parsed.layout.kind === "whole" ? parsed.pieces[0] : undefined;
    this.form = whole ? formOf(whole) : (parsed.layout.kind as "list" | "mapping");
    this.#outside = whole && this.form === "unreadable" ? notAList(whole) : [];
  }

  get items(): readonly ItemView[] {
    this.#items ??= placeItems(this.#parsed.pieces, this.#parsed.starts);
    return this.#items;
  }

  get problems(): readonly ManifestProblem[] {
    this.#problems ??= this.#collectProblems();
    return this.#problems;
  }

  update(edits: readonly TextEdit[]): ManifestDocument {
    if (edits.length === 0) return this;
    const text = applyEdits(this.text, edits);
    const canReuse = text.length <= MAX_LENGTH && !dependOnEachOther(this.#parsed.pieces);
    const updated = canReuse ? updatePieces(this.#parsed, edits, text) : null;
    if (!updated || dependOnEachOther(updated.pieces)) return parseManifest(text);
    return new ParsedManifest(updated);
  }

  itemNamed(name: string): ItemView | null {
    const named = this.items.filter((item) => item.name === name);
    return named.find((item) => item.entry) ?? named[0] ?? null;
  }

  itemAt(offset: number): ItemView | null {
    return this.items.find((item) => item.span.start <= offset && offset <= item.span.end) ?? null;
  }

  cursorAt(offset: number): ManifestCursor {
    const { layout, pieces, starts } = this.#parsed;
    const index = layout.kind === "whole" ? 0 : lastAtOrBefore(starts, offset);
    const piece = pieces[index];
    const base = starts[index];
    if (!piece || base === undefined) {
      const preamble = this.text.slice(0, starts[0]);
      return cursorIn({ text: preamble, base: 0, items: [] }, offset);
    }
    const items = this.items.filter((item) => item.base === base);
    return cursorIn({ text: piece.text, base, items }, offset);
  }

  #collectProblems(): readonly ManifestProblem[] {
    const { pieces, starts } = this.#parsed;
    const problems = [...this.#outside];
    for (const [index, piece] of pieces.entries()) {
      for (const problem of piece.problems)
        problems.push(shiftProblem(problem, starts[index] ?? 0));
    }
    for (const item of this.items) {
      if (item.hasProblems) problems.push(...item.problems);
    }
    return problems.toSorted((a, b) => a.span.start - b.span.start);
  }
}

function formOf({ form, items, root, problems }: Piece): ManifestDocument["form"] {
  if (form !== "other") return items.length === 0 ? "empty" : form;
  if (problems.some((problem) => problem.severity === "error")) return "unreadable";
  if (!root || isUnwritten(root)) return "empty";
  // The original takes every falsy document for an empty one.
  return isScalar(root) && !root.value ? "empty" : "unreadable";
}

function notAList(whole: Piece): readonly ManifestProblem[] {
  if (whole.problems.length > 0) return [];
  const span = { start: 0, end: whole.text.trimEnd().length };
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
    problems: [problem],
    update: (edits) =>
      edits.length === 0 ? tooLarge(text) : parseManifest(applyEdits(text, edits)),
    itemNamed: () => null,
    itemAt: () => null,
    cursorAt: (offset) => ({
      item: null,
      path: [],
      role: "value",
      token: { start: offset, end: offset },
      siblings: [],
    }),
  };
}
