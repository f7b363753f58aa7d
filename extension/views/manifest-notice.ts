import path from "node:path";
import type { Problem } from "../../schemas/index.ts";

/** With one of these, nobody knows what the manifest says as a whole. */
const NOT_FOLLOWED: ReadonlySet<string> = new Set([
  "manifest/syntax",
  "manifest/not-a-list",
  "manifest/too-deep",
  "manifest/too-large",
]);

/** Whether the registry does not follow the manifest: what runs is what it read before. */
export function isBehind(problems: readonly Problem[]): boolean {
  return problems.some(({ code }) => NOT_FOLLOWED.has(code));
}

/** What the view says of a manifest with errors: where the first one is, and what that means for the plugins. */
export function manifestNotice(problems: readonly Problem[]): string {
  const problem = problems[0];
  if (!problem) return "";
  const { code, location, message } = problem;
  // These are about the whole file, and name it.
  if (code === "manifest/missing" || code === "manifest/unreadable" || !location) return message;
  const place = `${path.basename(location.file)}, line ${location.line + 1}: ${message}`;
  if (!isBehind(problems)) return place;
  return `${place} Until it is mended, changes to the manifest are not followed.`;
}
