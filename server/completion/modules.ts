import type { ClassFacts } from "../../registry/modules/index.ts";
import { describeClass } from "../hover/index.ts";
import type { CompletionPlace } from "./place.ts";
import type { Suggestion } from "./suggestion.ts";

/** The plugins that could be named, and the classes of the file that has been typed. */
export async function moduleReferences(place: CompletionPlace): Promise<Suggestion[]> {
  const { roots, workspace, file } = place;
  if (!roots) return [];
  const used = new Set(file.manifest.items.map(({ raw }) => moduleOf(raw)));
  const discovered = (await workspace.classes.discover(roots)).map(
    ({ reference, facts, announcedBy }): Suggestion => ({
      label: reference,
      kind: "Class",
      detail: used.has(reference) ? "already in the manifest" : summaryOf(facts, announcedBy),
      documentation: describeClass(facts),
      rank: used.has(reference) ? 3 : 1,
    }),
  );
  const known = new Set(discovered.map(({ label }) => label));
  const inTypedFile = await classesOfTypedFile(place);
  return [...inTypedFile.filter(({ label }) => !known.has(label)), ...discovered];
}

/** After `path:`, whatever way the path is spelt. */
async function classesOfTypedFile({
  typed,
  roots,
  workspace,
}: CompletionPlace): Promise<Suggestion[]> {
  const colon = typed.lastIndexOf(":");
  if (colon <= 0 || !roots) return [];
  const path = typed.slice(0, colon);
  // A class that no file has: the answer lists those that it does have.
  const lookup = await workspace.classes.lookup(`${path}:_`, roots);
  if (lookup.kind !== "class-not-found") return [];
  return lookup.candidates.map((name) => ({ label: `${path}:${name}`, kind: "Class", rank: 0 }));
}

function summaryOf({ description, hooks }: ClassFacts, announcedBy: string | null): string {
  const summary = description ?? hooks?.map(({ name }) => name).join(", ") ?? "plugin";
  return announcedBy === null ? summary : `${summary} (installed with ${announcedBy})`;
}

function moduleOf(raw: unknown): unknown {
  return typeof raw === "object" && raw !== null && "module" in raw ? raw.module : null;
}
