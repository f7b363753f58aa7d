import { applyEdits } from "../base/apply-edits.ts";
import { lastAtOrBefore } from "../base/sorted.ts";
import type { TextEdit } from "../base/text.ts";
import { cursorIn } from "./cursor.ts";
import { ItemView } from "./item-view.ts";
import { countItems, dependOnEachOther, itemAtPosition, textOf, type Parsed } from "./parsed.ts";
import { shiftProblem } from "./shift.ts";
import { duplicateName, rankAlike, rankItems, type Standings } from "./standings.ts";
import type { ManifestCursor, ManifestDocument, ManifestProblem } from "./types.ts";
import { updatePieces, type Update } from "./update.ts";

interface Contents {
  readonly form: ManifestDocument["form"];
  /** Problems of the text as a whole. */
  readonly outside: readonly ManifestProblem[];
  readonly parsed: Parsed;
  readonly maxLength: number;
  /** Parses a text from its start, for edits that concern more than some pieces. */
  readonly parseAgain: (text: string) => ManifestDocument;
}

/** A manifest that was small enough to be parsed. What is derived from its pieces is computed when it is asked for. */
export class ParsedManifest implements ManifestDocument {
  readonly form: ManifestDocument["form"];
  readonly #contents: Contents;
  readonly #parsed: Parsed;
  #text: string | null = null;
  #standings: Standings | null;
  #items: readonly ItemView[] | null;
  #problems: readonly ManifestProblem[] | null = null;

  constructor(
    contents: Contents,
    known?: { standings: Standings; items: readonly ItemView[] | null },
  ) {
    this.#contents = contents;
    this.#parsed = contents.parsed;
    this.form = contents.form;
    this.#standings = known?.standings ?? null;
    this.#items = known?.items ?? null;
  }

  get text(): string {
    this.#text ??= textOf(this.#parsed);
    return this.#text;
  }

  get items(): readonly ItemView[] {
    this.#items ??= Array.from({ length: countItems(this.#parsed) }, (_, position) =>
      this.#view(this.#parsed, this.#ranked(), position),
    );
    return this.#items;
  }

  get problems(): readonly ManifestProblem[] {
    this.#problems ??= this.#collectProblems();
    return this.#problems;
  }

  update(edits: readonly TextEdit[]): ManifestDocument {
    if (edits.length === 0) return this;
    const update = dependOnEachOther(this.#parsed) ? null : updatePieces(this.#parsed, edits);
    const { maxLength, parseAgain } = this.#contents;
    if (!update || dependOnEachOther(update.parsed) || update.parsed.length > maxLength) {
      return parseAgain(applyEdits(this.text, edits));
    }
    const contents = { ...this.#contents, parsed: update.parsed };
    if (!this.#standings || !rankAlike(update.removed, update.added)) {
      return new ParsedManifest(contents);
    }
    const items = this.#items && this.#replaceViews(update, this.#standings, this.#items);
    return new ParsedManifest(contents, { standings: this.#standings, items });
  }

  itemNamed(name: string): ItemView | null {
    const named = this.items.filter((item) => item.name === name);
    return named.find((item) => item.entry) ?? named[0] ?? null;
  }

  itemAt(offset: number): ItemView | null {
    const holds = ({ span }: ItemView): boolean => span.start <= offset && offset <= span.end;
    return this.#itemsAround(offset).find(holds) ?? null;
  }

  cursorAt(offset: number): ManifestCursor {
    const { grain, pieces, starts, preamble } = this.#parsed;
    const index = grain ? lastAtOrBefore(starts, offset) : 0;
    const piece = pieces[index];
    const base = starts[index];
    if (!piece || base === undefined)
      return cursorIn({ text: preamble, base: 0, items: [] }, offset);
    return cursorIn({ text: piece.text, base, items: this.#itemsAround(offset) }, offset);
  }

  /** The items of the piece that holds an offset. */
  #itemsAround(offset: number): readonly ItemView[] {
    const { grain, starts } = this.#parsed;
    const index = lastAtOrBefore(starts, offset);
    if (!grain || index < 0) return grain ? [] : this.items;
    return this.items.slice(index, index + 1);
  }

  #ranked(): Standings {
    this.#standings ??= rankItems(this.#parsed);
    return this.#standings;
  }

  #view(parsed: Parsed, { names, duplicates }: Standings, position: number): ItemView {
    const item = itemAtPosition(parsed, position);
    if (!item) throw new Error(`Expected an item at position ${String(position)}.`);
    const name = names[position] ?? "";
    const holder = duplicates.get(position);
    const duplicate =
      holder === undefined ? null : duplicateName(name, item, itemAtPosition(parsed, holder));
    return new ItemView(item, { position, name, duplicate });
  }

  /** The views of the items that an update neither replaced nor moved stay what they are. */
  #replaceViews(
    { parsed, first, added }: Update,
    standings: Standings,
    before: readonly ItemView[],
  ): readonly ItemView[] {
    const isMoved = parsed.length !== this.#parsed.length || standings.duplicates.size > 0;
    const end = isMoved ? before.length : first + added.length;
    return before.map((view, position) =>
      position < first || position >= end ? view : this.#view(parsed, standings, position),
    );
  }

  #collectProblems(): readonly ManifestProblem[] {
    const { pieces, starts, flawed } = this.#parsed;
    const problems = [...this.#contents.outside];
    for (const index of flawed) {
      const piece = pieces[index];
      const all = piece ? [...piece.problems, ...piece.items.flatMap((item) => item.problems)] : [];
      for (const problem of all) problems.push(shiftProblem(problem, starts[index] ?? 0));
    }
    const { names, duplicates } = this.#ranked();
    for (const [position, holder] of duplicates) {
      const item = itemAtPosition(this.#parsed, position);
      const taken = itemAtPosition(this.#parsed, holder);
      if (item) problems.push(duplicateName(names[position] ?? "", item, taken));
    }
    return problems.toSorted((a, b) => a.span.start - b.span.start);
  }
}
