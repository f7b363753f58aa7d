/** A namespace of a module itself. One in a `declare` is indented. */
const NAMESPACE = /^(?:export\s+)?(?:namespace|module)\s+[\w$.]+\s*\{/gm;
const DECLARES_VALUE =
  /[{;\n]\s*(?:export\s+)?(?:async\s|abstract\s|const|let|var|function|class|enum)\b/;

/**
 * Where a namespace begins that has code, which sucrase takes for a type and leaves out without a word; null when all code of a module
 * is in what became of it.
 */
export function lostNamespace(source: string, transformed: string): number | null {
  for (const { 0: text, index } of source.matchAll(NAMESPACE)) {
    const isOneLine = !source.slice(index, source.indexOf("\n", index)).endsWith("{");
    const end = source.indexOf(isOneLine ? "\n" : "\n}", index);
    const body = source.slice(index + text.length - 1, end === -1 ? undefined : end);
    // What stands in a text or a comment is there still.
    if (DECLARES_VALUE.test(body) && !transformed.includes(text)) return index;
  }
  return null;
}
