import { parseManifest } from "../../registry/manifest/index.ts";

const SECRETS_KEY = /(?:^|[\s{,"'-])secrets["']?\s*:/i;

/** Shows lines of a manifest: what stands below a key `secrets` is starred out, in place. */
export function showLinesOf(text: string): (index: number) => string {
  const lines = text.split(/\r?\n/);
  const values = secretsIn(text).toSorted((one, other) => other.length - one.length);
  return (index) => {
    const line = lines[index] ?? "";
    const hidden = isBelowSecrets(lines, index) ? hideValue(line) : line;
    return values.reduce((shown, value) => shown.replaceAll(value, starsFor), hidden);
  };
}

/** By indentation, so that it holds in a file that does not parse as well. */
function isBelowSecrets(lines: readonly string[], index: number): boolean {
  let indent = indentOf(lines[index] ?? "");
  if (SECRETS_KEY.test(lines[index] ?? "")) return true;
  for (let above = index - 1; above >= 0 && indent > 0; above -= 1) {
    const line = lines[above] ?? "";
    if (line.trim() === "" || indentOf(line) >= indent) continue;
    if (SECRETS_KEY.test(line)) return true;
    indent = indentOf(line);
  }
  return false;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The first key may be seen; a line without one is all value. */
function hideValue(line: string): string {
  const key = /^\s*(?:-\s+)*["']?[\w.-]+["']?\s*:/.exec(line)?.[0] ?? "";
  return key + starsFor(line.slice(key.length));
}

function starsFor(text: string): string {
  return text.replaceAll(/\S/g, "*");
}

/** Every text and number below a key `secrets`, wherever it is written: an anchor may stand elsewhere. */
function secretsIn(text: string): readonly string[] {
  const found = new Set<string>();
  const seen = { plain: new Set<unknown>(), secret: new Set<unknown>() };
  const collect = (value: unknown, isSecret: boolean): void => {
    if (typeof value === "string" || typeof value === "number") {
      if (isSecret && String(value).trim() !== "") found.add(String(value));
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
  return [...found];
}
