import type { ManifestChange, ManifestEntry } from "../../../schemas/index.ts";
import { planEdit, problemsOfWhole, type ManifestDocument } from "../../manifest/index.ts";
import type { ManifestFile, ManifestWrite } from "../../manifest-file/index.ts";
import { done, problem, type OperatorProblem, type Outcome } from "../problems.ts";

/** Decides, on the newest text, what to change; or why nothing is. */
export type Decide = (document: ManifestDocument) => Outcome<ManifestChange>;

/** What the file said and says of the plugin. */
export interface ManifestStep {
  readonly isWritten: boolean;
  readonly before: ManifestEntry | null;
  readonly after: ManifestEntry | null;
}

/** Changes the manifest. Nothing but the nodes concerned is touched; problems leave it as it was. */
export async function changeManifest(
  manifest: ManifestFile,
  plugin: string,
  decide: Decide,
): Promise<Outcome<ManifestStep>> {
  let refusal: OperatorProblem | null = null;
  let before: ManifestEntry | null = null;
  let after: ManifestEntry | null = null;
  const write = await manifest.edit((document) => {
    before = document.itemNamed(plugin)?.entry ?? null;
    after = before;
    const decided = decide(document);
    refusal = decided.kind === "problem" ? decided.problem : null;
    if (decided.kind === "problem") return { kind: "refused", reason: decided.problem.detail };
    const plan = planEdit(document, decided.value);
    if (plan.kind === "edits") after = document.update(plan.edits).itemNamed(plugin)?.entry ?? null;
    return plan;
  });
  if (refusal !== null) return { kind: "problem", problem: refusal };
  const failure = failureOf(write);
  return failure ?? done({ isWritten: write.kind === "written", before, after });
}

/** The entry that can be changed; entries that break the schema cannot, as in Agent PM. */
export function entryNamed(document: ManifestDocument, plugin: string): Outcome<ManifestEntry> {
  if (document.form === "unreadable") {
    const [wrong] = problemsOfWhole(document);
    const why = wrong ? `: ${wrong.message}` : ".";
    return problem("manifest/refused", `The manifest cannot be changed as it is${why}`);
  }
  const entry = document.itemNamed(plugin)?.entry;
  return entry ? done(entry) : notFound(plugin);
}

export function notFound(plugin: string): ReturnType<typeof problem> {
  return problem(
    "plugin/not-found",
    `The manifest has no valid entry called '${plugin}'. GET /plugins lists those there are.`,
  );
}

function failureOf(write: ManifestWrite): ReturnType<typeof problem> | null {
  switch (write.kind) {
    case "written":
    case "unchanged":
      return null;
    case "refused":
      return problem("manifest/refused", write.reason);
    case "busy":
      return problem("manifest/busy", write.reason, { retryAfterS: 1 });
    case "failed":
      return problem("manifest/unwritable", write.reason);
  }
}
