/** Deeper than what anybody sends, and shallow enough for everything that looks through a body by recursion. */
export const DEEPEST_BODY = 200;

/** A body that is nested deeper, which would end in a stack that is used up somewhere behind. */
export class NestedTooDeeply extends Error {
  readonly code = "PATCHBAY_NESTED_TOO_DEEPLY";
}

/** Whether arrays and objects of a JSON text lie too deeply in each other. Texts are skipped: they may have brackets. */
export function isNestedTooDeeply(json: string): boolean {
  let depth = 0;
  let isText = false;
  for (let offset = 0; offset < json.length; offset++) {
    const code = json.charCodeAt(offset);
    if (isText) {
      if (code === BACKSLASH) offset++;
      else if (code === QUOTE) isText = false;
    } else if (code === QUOTE) isText = true;
    else if (code === OPEN_SQUARE || code === OPEN_CURLY) {
      if (++depth > DEEPEST_BODY) return true;
    } else if (code === CLOSE_SQUARE || code === CLOSE_CURLY) depth--;
  }
  return false;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_SQUARE = 0x5b;
const CLOSE_SQUARE = 0x5d;
const OPEN_CURLY = 0x7b;
const CLOSE_CURLY = 0x7d;
