import { MANIFEST_CODES } from "./codes.ts";
import type { ManifestDocument, ManifestProblem } from "./types.ts";

/** What is wrong with a manifest and not with one of its items. Where it is no YAML the manifest is at fault, too. */
export function problemsOfWhole({ problems, items }: ManifestDocument): readonly ManifestProblem[] {
  const ofItems = new Set(items.flatMap((item) => item.problems.map(identityOf)));
  return problems.filter(
    (problem) =>
      problem.severity === "error" &&
      (problem.code === MANIFEST_CODES.syntax || !ofItems.has(identityOf(problem))),
  );
}

/** A document and its items tell of one problem in different objects. */
function identityOf({ code, span }: ManifestProblem): string {
  return `${code} ${span.start} ${span.end}`;
}
