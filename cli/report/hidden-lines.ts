import { parseManifest } from "../../registry/manifest/index.ts";

const KEY = /^\s*(?:-\s+)*["']?[\w.-]+["']?\s*:/;
/** With what is before it. What is longer is starred out. */
const LONGEST_KEY = 1_000;
const SECRETS_KEY = /(?:^|[\s{,"'-])secrets["']?\s*:/i;

/** The lines of a manifest as they may be shown: what stands below a key `secrets` is starred out, in place. */
export class HiddenLines {
  readonly #lines: readonly string[];
  readonly #isBelowSecrets: readonly boolean[];
  readonly #values: ReadonlySet<string>;
  /** Of the values, the longest first: it may have another in it. */
  readonly #lengths: readonly number[];

  constructor(text: string) {
    this.#lines = text.split(/\r?\n/);
    const hasSecrets = /secrets/i.test(text);
    this.#isBelowSecrets = hasSecrets ? linesBelowSecrets(this.#lines) : [];
    this.#values = hasSecrets ? secretsIn(text) : new Set();
    const lengths = new Set(Array.from(this.#values, (value) => value.length));
    this.#lengths = [...lengths].toSorted((one, other) => other - one);
  }

  lengthOf(index: number): number {
    return this.#lines[index]?.length ?? 0;
  }

  /** A part of a line; what it costs does not depend on how long the line is. */
  show(index: number, from: number, to: number): string {
    const line = this.#lines[index] ?? "";
    const longest = this.#lengths[0] ?? 0;
    // A value that is only partly in it is to be found, too.
    const start = Math.max(0, from - longest);
    const part = this.#starValues(line.slice(start, to + longest)).slice(from - start, to - start);
    if (this.#isBelowSecrets[index] !== true) return part;
    // The first key may be seen; a line without one is all value.
    const keyEnd = KEY.exec(line.slice(0, LONGEST_KEY))?.[0].length ?? 0;
    const seen = Math.max(0, keyEnd - from);
    return part.slice(0, seen) + starsFor(part.slice(seen));
  }

  #starValues(text: string): string {
    let starred = text;
    for (const length of this.#lengths) {
      for (let at = 0; at + length <= text.length; at += 1) {
        const value = text.slice(at, at + length);
        if (!this.#values.has(value)) continue;
        starred = starred.slice(0, at) + starsFor(value) + starred.slice(at + length);
        at += length - 1;
      }
    }
    return starred;
  }
}

/** By indentation, so that it holds in a file that does not parse as well. */
function linesBelowSecrets(lines: readonly string[]): readonly boolean[] {
  const around: { readonly indent: number; readonly isSecret: boolean }[] = [];
  return lines.map((line) => {
    if (line.trim() === "") return false;
    const indent = line.length - line.trimStart().length;
    while ((around.at(-1)?.indent ?? -1) >= indent) around.pop();
    const isSecret = SECRETS_KEY.test(line) || around.at(-1)?.isSecret === true;
    around.push({ indent, isSecret });
    return isSecret;
  });
}

function starsFor(text: string): string {
  return text.replaceAll(/\S/g, "*");
}

/** Every text and number below a key `secrets`, wherever it is written: an anchor may stand elsewhere. */
function secretsIn(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = { plain: new Set<unknown>(), secret: new Set<unknown>() };
  const collect = (value: unknown, isSecret: boolean): void => {
    if (typeof value === "string" || typeof value === "number") {
      const written = String(value);
      // What is on several lines is in none of them.
      if (isSecret && written.trim() !== "" && !written.includes("\n")) found.add(written);
      return;
    }
    const before = isSecret ? seen.secret : seen.plain;
    if (typeof value === "object" && value !== null && !before.has(value)) {
      before.add(value);
      for (const [key, inner] of Object.entries(value)) {
        collect(inner, isSecret || key.toLowerCase() === "secrets");
      }
    }
  };
  for (const { raw } of parseManifest(text).items) collect(raw, false);
  return found;
}
