import type { EditPlan, ManifestDocument } from "../manifest/index.ts";
import type { ManifestWrite } from "./types.ts";

/** Decides on a text what to change in it. */
export type Plan = (document: ManifestDocument) => EditPlan;

/** What will have come of a plan once the text is written. `threw`: the plan itself did, which is its caller's mistake. */
export type Planned = ManifestWrite | { readonly kind: "threw"; readonly error: unknown };

/** Carries the plans out one after the other, each on what those before it made of the text. */
export function planAll(
  document: ManifestDocument,
  plans: readonly Plan[],
): { readonly planned: readonly Planned[]; readonly text: string } {
  let current = document;
  const planned = plans.map((plan): Planned => {
    try {
      const edits = plan(current);
      if (edits.kind === "refused") return edits;
      if (edits.kind === "unchanged") return { kind: "unchanged", text: current.text };
      const before = current.text;
      current = current.update(edits.edits);
      return { kind: "written", before, text: current.text };
    } catch (error) {
      return { kind: "threw", error };
    }
  });
  return { planned, text: current.text };
}
