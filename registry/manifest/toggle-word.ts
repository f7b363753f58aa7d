const OPPOSITES = [
  ["true", "false"],
  ["yes", "no"],
  ["on", "off"],
  ["t", "f"],
  ["y", "n"],
  ["1", "0"],
] as const;

/** The word for a boolean in the style of the one that is written there: `yes` becomes `no`, `"True"` becomes `"False"`. */
export function toggledWord(written: string, value: boolean): string {
  const [, quote = "", word = ""] = /^(["']?)(.*)\1$/s.exec(written) ?? [];
  const pair = OPPOSITES.find((words) => (words as readonly string[]).includes(word.toLowerCase()));
  if (!pair) return String(value);
  return quote + inCaseOf(word, pair[value ? 0 : 1]) + quote;
}

function inCaseOf(model: string, word: string): string {
  if (model === model.toLowerCase()) return word;
  if (model === model.toUpperCase())
    return model.length === 1 ? word.charAt(0).toUpperCase() + word.slice(1) : word.toUpperCase();
  return word.charAt(0).toUpperCase() + word.slice(1);
}
