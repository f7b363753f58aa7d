/** Deeper than any manifest of people's making, and shallow enough for every recursive reader of the result. */
export const MAX_DEPTH = 100;
/** The parser's time grows with the square of the brackets that close nothing. */
const MAX_STRAY_BRACKETS = 500;

/** Why a text cannot be parsed in reasonable time. */
export type Excess = "too-deep" | "stray-brackets";

/**
 * Whether a text may take too long or nest too deeply to be parsed. Counts brackets and dashes without knowing about
 * quotes: cheap, and far from what people write.
 */
export function excessOf(text: string): Excess | null {
  const { deepest, stray } = countBrackets(text);
  if (deepest > MAX_DEPTH || DEEP_DASHES.test(text) || DEEP_INDENT.test(text)) return "too-deep";
  return stray > MAX_STRAY_BRACKETS ? "stray-brackets" : null;
}

/** `- - - -`: every dash of a line is a level. Likewise `? ? ?`. */
const DEEP_DASHES = new RegExp(`(?:[-?:][ \\t]+){${String(MAX_DEPTH)}}`);
/** Block levels cost at least one column each; people's manifests have lines indented like this in block scalars only. */
const DEEP_INDENT = new RegExp(`\\n {${String(MAX_DEPTH * 10)}}`);

function countBrackets(text: string): { readonly deepest: number; readonly stray: number } {
  let depth = 0;
  let deepest = 0;
  let stray = 0;
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === OPEN_SQUARE || code === OPEN_CURLY) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (code === CLOSE_SQUARE || code === CLOSE_CURLY) {
      if (depth > 0) depth -= 1;
      else stray += 1;
    }
  }
  return { deepest, stray };
}

const OPEN_SQUARE = 0x5b;
const CLOSE_SQUARE = 0x5d;
const OPEN_CURLY = 0x7b;
const CLOSE_CURLY = 0x7d;
