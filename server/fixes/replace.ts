import type { Fix, MendProvider } from "./fix.ts";

/** Did you mean …? Replaces what is underlined. */
export const replaceBySuggestion: MendProvider = ({ data, diagnostic, file }) => {
  const { suggestion, candidates } = data;
  const others = Array.isArray(candidates) ? candidates.filter((name) => name !== suggestion) : [];
  const names = [suggestion, ...others].filter((name) => typeof name === "string");
  return names.slice(0, MOST_OFFERED).map((name): Fix => ({
    title: `Replace by ${name}`,
    edits: [{ span: file.spanOf(diagnostic.range), newText: name }],
    isPreferred: name === suggestion,
    isGuess: true,
  }));
};

/** More would be a list to search through. */
const MOST_OFFERED = 6;
