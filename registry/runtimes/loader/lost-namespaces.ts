/** A namespace of a module itself. One in a `declare` is indented. */
const NAMESPACE = /^(?:export\s+)?(?:namespace|module)\s+[\w$.]+\s*\{/gm;
/** A word alone is none: types have keys of any name. */
const DECLARES_VALUE =
  /[{};\n]\s*(?:export\s+)?(?:abstract\s+)?(?:(?:const|let|var|class|enum)\s+[\p{ID_Start}$_[{]|(?:const|let|var)[[{]|(?:async\s+)?function\s*\*?\s*[\p{ID_Start}$_])/u;
const TEXT_OR_COMMENT =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\*[^]*?\*\/|\/\/[^\n]*/g;
/** Up to the brace below its beginning. What is on one line has no declaration of its own in front. */
const DECLARED_BLOCK = /^([ \t]*)(?:export\s+)?declare\b[^\n]*\{\n[^]*?\n\1\}/gm;

/**
 * Where a namespace begins that has code, which sucrase takes for a type and leaves out without a word; null when all code of a module
 * is in what became of it.
 */
export function lostNamespace(source: string, transformed: string): number | null {
  for (const { 0: text, index } of source.matchAll(NAMESPACE)) {
    const isOneLine = !source.slice(index, source.indexOf("\n", index)).endsWith("{");
    const end = source.indexOf(isOneLine ? "\n" : "\n}", index);
    const body = source
      .slice(index + text.length - 1, end === -1 ? undefined : end)
      .replace(TEXT_OR_COMMENT, " ")
      .replace(DECLARED_BLOCK, "");
    // What stands in a text or a comment is there still.
    if (DECLARES_VALUE.test(body) && !transformed.includes(text)) return index;
  }
  return null;
}
