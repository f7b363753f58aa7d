import { CST, Parser } from "yaml";

/** A key or a dash that begins something: where it stands and in which column it belongs. */
export interface Mark {
  readonly offset: number;
  readonly column: number;
  readonly isDash: boolean;
}

/** What formatting needs to know about a YAML text. */
export interface Structure {
  /** In the order of the text. */
  readonly marks: readonly Mark[];
  /** Texts and flow collections over several lines: from their first character to behind the last one. */
  readonly continued: readonly {
    readonly start: number;
    readonly end: number;
  }[];
  /** White space after a colon, where a value follows on the line. */
  readonly gaps: readonly { readonly start: number; readonly end: number }[];
  readonly comments: readonly string[];
}

/** Columns of one level. */
const STEP = 2;

/** Null for what is not YAML, and for keys that are marked by `?`, which nobody writes into a manifest. */
export function readStructure(text: string): Structure | null {
  const reader = new StructureReader();
  for (const token of new Parser().parse(text)) reader.readTop(token);
  return reader.result();
}

class StructureReader {
  readonly #marks: Mark[] = [];
  readonly #continued: { start: number; end: number }[] = [];
  readonly #gaps: { start: number; end: number }[] = [];
  readonly #comments: string[] = [];
  #isReadable = true;

  readTop(token: CST.Token): void {
    if (token.type === "error" || token.type === "doc-end")
      this.#isReadable &&= token.type !== "error";
    else if (token.type === "comment") this.#comments.push(token.source.trimEnd());
    else if (token.type === "document") {
      this.#readSources(token.start);
      if (token.value) this.#read(token.value, 0);
      this.#readSources(token.end ?? []);
    }
  }

  result(): Structure | null {
    if (!this.#isReadable) return null;
    const marks = this.#marks.toSorted((one, other) => one.offset - other.offset);
    return { marks, continued: this.#continued, gaps: this.#gaps, comments: this.#comments };
  }

  #read(token: CST.Token, column: number): void {
    if (token.type === "block-map") {
      for (const item of token.items) this.#readPair(item, column, token.indent);
    } else if (token.type === "block-seq") {
      for (const item of token.items) this.#readItem(item, column);
    } else if (token.type === "flow-collection") {
      this.#readFlow(token);
    } else if (token.type === "block-scalar") {
      this.#readSources(token.props);
      const [header] = token.props;
      const start = header ? offsetOf(header) : token.offset;
      this.#continued.push({ start, end: token.offset + token.source.length });
    } else if (CST.isScalar(token)) {
      this.#readSources(token.end ?? []);
      if (!token.source.includes("\n")) return;
      this.#continued.push({ start: token.offset, end: token.offset + token.source.length });
    } else {
      this.#isReadable = false;
    }
  }

  #readPair({ start, key, sep, value }: CST.CollectionItem, column: number, indent: number): void {
    this.#readSources(start);
    const first = start.find(({ type }) => !SPACES.has(type)) ?? key;
    if (start.some(({ type }) => type === "explicit-key-ind")) this.#isReadable = false;
    if (first) this.#marks.push({ offset: offsetOf(first), column, isDash: false });
    if (key) this.#read(key, column);
    this.#readSources(sep ?? []);
    this.#readGap(sep ?? [], value);
    if (!value) return;
    // A list may stand right below its key or indented: as its author has it.
    const isFlush = value.type === "block-seq" && value.indent === indent;
    this.#read(value, isFlush ? column : column + STEP);
  }

  #readItem({ start, value }: CST.CollectionItem, column: number): void {
    this.#readSources(start);
    const dash = start.find(({ type }) => type === "seq-item-ind");
    if (dash) this.#marks.push({ offset: offsetOf(dash), column, isDash: true });
    if (value) this.#read(value, column + STEP);
  }

  #readFlow(token: CST.FlowCollection): void {
    this.#readSources(token.end);
    const closing = token.end.findLast(({ type }) => type.startsWith("flow-"));
    if (!closing) this.#isReadable = false;
    const end = closing ? offsetOf(closing) + 1 : token.offset;
    this.#continued.push({ start: token.offset, end });
    for (const item of token.items) {
      this.#readSources(item.start);
      this.#readSources(item.sep ?? []);
      for (const part of [item.key, item.value]) {
        if (part?.type === "flow-collection") this.#readFlow(part);
        else if (part && "end" in part) this.#readSources(part.end ?? []);
      }
    }
  }

  #readGap(sep: readonly CST.SourceToken[], value: CST.Token | undefined): void {
    const [colon, space, ...rest] = sep;
    if (colon?.type !== "map-value-ind" || space?.type !== "space") return;
    const isFollowed = rest.length > 0 ? !SPACES.has(rest[0]?.type ?? "") : value !== undefined;
    if (!isFollowed) return;
    this.#gaps.push({ start: space.offset, end: space.offset + space.source.length });
  }

  #readSources(tokens: readonly CST.Token[]): void {
    for (const token of tokens) {
      if (token.type === "comment") this.#comments.push(token.source.trimEnd());
    }
  }
}

/** What stands between the parts of a collection and is none itself. */
const SPACES: ReadonlySet<string> = new Set(["space", "newline", "comment"]);

/** Of a block scalar it is the text's; it never begins a pair. */
const offsetOf = (token: CST.Token): number => ("offset" in token ? token.offset : 0);
