/** Deeper than any manifest of people's making, and shallow enough for every recursive reader of the result. */
export const MAX_DEPTH = 100;

/**
 * Whether a text may nest too deeply to be parsed safely. Counts brackets and dashes without knowing about quotes:
 * cheap, and far from what people write.
 */
export function nestsTooDeep(text: string): boolean {
  return hasDeepBrackets(text) || DEEP_DASHES.test(text) || DEEP_INDENT.test(text);
}

/** `- - - -`: every dash of a line is a level. Likewise `? ? ?`. */
const DEEP_DASHES = new RegExp(`(?:[-?:][ \\t]+){${String(MAX_DEPTH)}}`);
/** Block levels cost at least one column each; people's manifests have lines indented like this in block scalars only. */
const DEEP_INDENT = new RegExp(`\\n {${String(MAX_DEPTH * 10)}}`);

function hasDeepBrackets(text: string): boolean {
  let depth = 0;
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === OPEN_SQUARE || code === OPEN_CURLY) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if ((code === CLOSE_SQUARE || code === CLOSE_CURLY) && depth > 0) depth -= 1;
  }
  return false;
}

const OPEN_SQUARE = 0x5b;
const CLOSE_SQUARE = 0x5d;
const OPEN_CURLY = 0x7b;
const CLOSE_CURLY = 0x7d;
