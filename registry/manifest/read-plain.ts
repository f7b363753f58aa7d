/**
 * Reads the YAML that nearly all manifests are written in: keys that are words, values of one line, lists of such
 * values. It takes a tenth of the time of a parser that knows all of YAML, and says nothing about anything else.
 */

interface Line {
  readonly indent: number;
  readonly content: string;
}

/** What a line may consist of: everything else is left to the parsers. */
const ORDINARY = /^[\n\r\x20-\x7E\u00A1-\uD7FF\uE000-\uFFFD]*$/;
/** To YAML it ends a line, or is an error. */
const LONE_RETURN = /\r(?!\n)/;
const KEY = /^([A-Za-z][A-Za-z0-9_.-]{0,99}):(?: +|$)/;
/** With which a value starts that is no plain text. */
const INDICATOR = /^[-?:,[\]{}#&*!|>'"%@`]/;
/** What stands between brackets or braces without any of its own, or quotes, or comments. */
const FLAT_LIST = /^\[([^[\]{}#"':]*)\]$/;
const FLAT_MAPPING = /^\{([^[\]{}#"']*)\}$/;

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...["null", "Null", "NULL", "~"].map((word) => [word, null] as const),
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
]);

/** What a text says; undefined when it is not as plain as that. Never wrong where it answers. */
export function readPlain(text: string): unknown {
  if (!ORDINARY.test(text) || LONE_RETURN.test(text)) return undefined;
  const reader = new PlainReader(linesOf(text));
  return reader.readAll();
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length;) {
    const lineFeed = text.indexOf("\n", start);
    const end = lineFeed < 0 ? text.length : lineFeed;
    let first = start;
    while (text.charCodeAt(first) === SPACE) first += 1;
    const content = withoutEnd(text.slice(first, end));
    if (content !== "" && !content.startsWith("#")) lines.push({ indent: first - start, content });
    start = end + 1;
  }
  return lines;
}

class PlainReader {
  readonly #lines: Line[];
  #at = 0;

  constructor(lines: Line[]) {
    this.#lines = lines;
  }

  readAll(): unknown {
    const first = this.#lines[0];
    if (!first) return undefined;
    const value = this.#block(first.indent);
    return this.#at === this.#lines.length ? value : undefined;
  }

  #block(indent: number): unknown {
    return this.#isDashAt(indent) ? this.#list(indent) : this.#mapping(indent);
  }

  #list(indent: number): unknown[] | undefined {
    const items: unknown[] = [];
    while (this.#isDashAt(indent)) {
      const item = this.#item(indent);
      if (item === undefined) return undefined;
      items.push(item);
    }
    return this.#isDeeperThan(indent) ? undefined : items;
  }

  #item(indent: number): unknown {
    const content = this.#lines[this.#at]?.content ?? "";
    const rest = content.slice(1).replace(/^ +/, "");
    if (rest === "" || rest.startsWith("#")) {
      this.#at += 1;
      return this.#below(indent);
    }
    if (isDash(rest)) return undefined;
    if (!KEY.test(rest)) {
      this.#at += 1;
      return valueOf(rest);
    }
    const column = indent + content.length - rest.length;
    this.#lines[this.#at] = { indent: column, content: rest };
    return this.#mapping(column);
  }

  #mapping(indent: number): Record<string, unknown> | undefined {
    const fields: Record<string, unknown> = {};
    while (this.#lines[this.#at]?.indent === indent && !this.#isDashAt(indent)) {
      const content = this.#lines[this.#at]?.content ?? "";
      const [start, key] = KEY.exec(content) ?? [];
      if (start === undefined || key === undefined) return undefined;
      this.#at += 1;
      const rest = content.slice(start.length);
      const isBelow = rest === "" || rest.startsWith("#");
      const value = isBelow ? this.#belowKey(indent) : valueOf(rest);
      if (value === undefined || !add(fields, key, value)) return undefined;
    }
    return this.#isDeeperThan(indent) ? undefined : fields;
  }

  /** The items of a list may stand in the column of the key that it belongs to. */
  #belowKey(indent: number): unknown {
    return this.#isDashAt(indent) ? this.#list(indent) : this.#below(indent);
  }

  #below(indent: number): unknown {
    return this.#isDeeperThan(indent) ? this.#block(this.#lines[this.#at]?.indent ?? 0) : null;
  }

  #isDeeperThan(indent: number): boolean {
    return (this.#lines[this.#at]?.indent ?? 0) > indent;
  }

  #isDashAt(indent: number): boolean {
    const line = this.#lines[this.#at];
    return line?.indent === indent && isDash(line.content);
  }
}

const isDash = (content: string): boolean => content === "-" || content.startsWith("- ");

/** Keys that are there twice, or that a parser would not take for text, are not ours to judge. */
function add(fields: Record<string, unknown>, key: string, value: unknown): boolean {
  if (Object.hasOwn(fields, key) || WORDS.has(key)) return false;
  fields[key] = value;
  return true;
}

/** A value that stands in one line. */
function valueOf(written: string): unknown {
  const list = FLAT_LIST.exec(written)?.[1];
  if (list !== undefined) return partsOf(list, scalarOf);
  const mapping = FLAT_MAPPING.exec(written)?.[1];
  if (mapping !== undefined) return mappingOf(mapping);
  const quoted = /^"([^"\\]*)"$|^'([^']*)'$/.exec(written);
  if (quoted) return quoted[1] ?? quoted[2];
  const comment = written.indexOf(" #");
  return scalarOf(comment < 0 ? written : withoutEnd(written.slice(0, comment)));
}

function partsOf<Part>(
  written: string,
  read: (part: string) => Part | undefined,
): Part[] | undefined {
  const parts: Part[] = [];
  const split = written.split(",").map(trimmed);
  // A comma may stand behind the last one; elsewhere nothing between two of them is an error.
  if (split.at(-1) === "") split.pop();
  for (const part of split) {
    const value = read(part);
    if (value === undefined) return undefined;
    parts.push(value);
  }
  return parts;
}

function mappingOf(written: string): Record<string, unknown> | undefined {
  const fields: Record<string, unknown> = {};
  const pairs = partsOf(written, (part) => {
    const [start, key] = KEY.exec(part) ?? [];
    const value = start === undefined ? undefined : scalarOf(part.slice(start.length));
    return key !== undefined && value !== undefined && add(fields, key, value) ? key : undefined;
  });
  return pairs && fields;
}

function scalarOf(written: string): string | number | boolean | null | undefined {
  if (written === "" || INDICATOR.test(written)) return undefined;
  if (written.includes(": ") || written.endsWith(":")) return undefined;
  const word = WORDS.get(written);
  if (word !== undefined) return word;
  if (!/^[0-9.+]/.test(written) || /^\.{1,2}\//.test(written)) return written;
  return /^(?:0|[1-9]\d{0,14})$|^\d{1,8}\.\d{1,7}$/.test(written) ? Number(written) : undefined;
}

/** Without the spaces at its ends. Only these are white space to YAML. */
function trimmed(text: string): string {
  return withoutEnd(text.replace(/^ +/, ""));
}

function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text.charCodeAt(end - 1) === SPACE || text.charCodeAt(end - 1) === RETURN))
    end -= 1;
  return text.slice(0, end);
}

const SPACE = 0x20;
const RETURN = 0x0d;
