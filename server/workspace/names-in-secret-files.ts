import { readFileSync } from "node:fs";
import { isPair, isScalar, LineCounter, parseDocument, visit } from "yaml";

/** A name that a file of secrets sets, with its place (from 0). */
export interface PlacedName {
  readonly name: string;
  /** The sections around it, the outermost first. */
  readonly sections: readonly string[];
  readonly line: number;
  readonly character: number;
  /** A plain scalar of YAML, which not every name can be. */
  readonly isPlainYaml: boolean;
}

/** The names in a `.env` file; none when it cannot be read. What they are set to is not kept. */
export function namesIn(file: string): readonly PlacedName[] {
  const lines = read(file).split(/\r\n|\n|\r/);
  return lines.flatMap((text, line) => {
    const assignment = /^(\s*(?:export\s+)?)([\w.-]+)\s*(?:=|:\s)/.exec(text);
    if (!assignment) return [];
    const [, before = "", name = ""] = assignment;
    return [{ name, sections: [], line, character: before.length, isPlainYaml: false }];
  });
}

/** The keys in a secrets file, at every depth: YAML, of which JSON is a part. */
export function keysIn(file: string): readonly PlacedName[] {
  const lineCounter = new LineCounter();
  const text = read(file);
  const found: PlacedName[] = [];
  visit(parseDocument(text, { lineCounter, logLevel: "silent" }), {
    Pair: (_, { key }, path) => {
      if (!isScalar(key) || !key.range || typeof key.value !== "string") return;
      const [start] = key.range;
      const { line, col } = lineCounter.linePos(start);
      const isPlainYaml = !/["']/.test(text.charAt(start));
      const character = isPlainYaml ? col - 1 : col;
      const sections = path.flatMap((around) =>
        isPair(around) && isScalar(around.key) ? [String(around.key.value)] : [],
      );
      found.push({ name: key.value, sections, line: line - 1, character, isPlainYaml });
    },
  });
  return found;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Absent or unreadable: the status of each secret says so; there is nothing to add here.
    return "";
  }
}
