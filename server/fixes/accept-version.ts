import type { FixProvider } from "./fix.ts";

/** A version that the entry does not accept, or a range that is none. */
export const acceptVersion: FixProvider = ({ code, data, diagnostic, file, known }) => {
  const { lookup } = known ?? {};
  const declared = lookup?.kind === "found" ? lookup.facts.version : null;
  const version = typeof data["version"] === "string" ? data["version"] : declared;
  if (!code.startsWith("version/") || version === null || !known?.item.spansAt(["version"])) {
    return [];
  }
  const edits = [{ span: file.spanOf(diagnostic.range), newText: `^${version}` }];
  return /^\d+\.\d+\.\d+/.test(version) ? [{ title: `Accept ^${version}`, edits }] : [];
};
