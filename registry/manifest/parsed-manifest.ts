import { applyEdits } from "../base/apply-edits.ts";
import { lastAtOrBefore } from "../base/sorted.ts";
import type { TextEdit } from "../base/text.ts";
import { cursorIn } from "./cursor.ts";
import { ItemView } from "./item-view.ts";
import { countItems, dependOnEachOther, itemAtPosition, textOf, type Parsed } from "./parsed.ts";
import { shiftProblem } from "./shift.ts";
import { rankAfter } from "./rank-after.ts";
import { sharedItems } from "./shared-items.ts";
import { duplicateName, rankItems, type Standings } from "./standings.ts";
import type { ManifestCursor, ManifestDocument, ManifestProblem, SharedItems } from "./types.ts";
import { updatePieces } from "./update.ts";

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
  #items: readonly ItemView[] | null = null;
  /** By position, those that were asked for. */
  readonly #views = new Map<number, ItemView>();
  #problems: readonly ManifestProblem[] | null = null;

  constructor(contents: Contents, standings: Standings | null = null) {
    this.#contents = contents;
    this.#parsed = contents.parsed;
    this.form = contents.form;
    this.#standings = standings;
  }

  get text(): string {
    this.#text ??= textOf(this.#parsed);
    return this.#text;
  }

  get items(): readonly ItemView[] {
    this.#items ??= Array.from(
      { length: this.itemCount },
      (_, position) => this.#views.get(position) ?? this.#viewOf(position),
    );
    return this.#items;
  }

  get itemCount(): number {
    return countItems(this.#parsed);
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
    return new ParsedManifest(contents, this.#standings && rankAfter(update, this.#standings));
  }

  sharedWith(before: ManifestDocument): SharedItems {
    if (!(before instanceof ParsedManifest)) return { head: 0, tail: 0 };
    return sharedItems(
      { parsed: before.#parsed, standings: before.#ranked() },
      { parsed: this.#parsed, standings: this.#ranked() },
    );
  }

  item(position: number): ItemView | null {
    if (position < 0 || position >= this.itemCount) return null;
    const known = this.#items?.[position] ?? this.#views.get(position);
    if (known) return known;
    const view = this.#viewOf(position);
    this.#views.set(position, view);
    return view;
  }

  itemNamed(name: string): ItemView | null {
    const { names, duplicates } = this.#ranked();
    const first = names.indexOf(name);
    for (let position = first; position >= 0; position = names.indexOf(name, position + 1)) {
      const isValid =
        itemAtPosition(this.#parsed, position)?.own.entry && !duplicates.has(position);
      if (isValid) return this.item(position);
    }
    return this.item(first);
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
    if (!grain) return this.items;
    const item = this.item(index);
    return item ? [item] : [];
  }

  #ranked(): Standings {
    this.#standings ??= rankItems(this.#parsed);
    return this.#standings;
  }

  #viewOf(position: number): ItemView {
    const item = itemAtPosition(this.#parsed, position);
    if (!item) throw new Error(`Expected an item at position ${String(position)}.`);
    const { names, duplicates } = this.#ranked();
    const name = names[position] ?? "";
    const holder = duplicates.get(position);
    const duplicate =
      holder === undefined ? null : duplicateName(name, item, itemAtPosition(this.#parsed, holder));
    return new ItemView(item, { position, name, duplicate });
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
