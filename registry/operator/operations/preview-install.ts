import type { InstallPreview, InstallRequest } from "../../../schemas/index.ts";
import { planInstall } from "../../discovery/index.ts";
import { parseManifest, planEdit } from "../../manifest/index.ts";
import { maskConfig } from "../../secrets/index.ts";
import { done, problem, type Outcome } from "../problems.ts";
import { refusal, textOf, type Surroundings } from "./install-plugin.ts";
import { maskManifest } from "./masked-manifest.ts";
import { restoreConfig } from "./restore-config.ts";
import { unifiedDiff } from "./unified-diff.ts";

/** How an installation would change the manifest, without the values of secrets. Nothing is written, and no plugin code runs. */
export async function previewInstall(
  { manifest, modules, roots, secrets }: Surroundings,
  request: InstallRequest,
): Promise<Outcome<InstallPreview>> {
  const unmasked = restoreConfig(null, request.config ?? {});
  if (unmasked.kind === "problem") return unmasked;
  const manifestText = await textOf(manifest);
  const wish = { ...request, entryPoint: request.entry_point };
  const plan = await planInstall(wish, { manifestText, roots, index: modules, secrets });
  if (plan.kind === "refused") return refusal(plan.problems);

  const { entry } = plan;
  const { document, isWhole } = maskManifest(parseManifest(manifestText));
  const config = "config" in entry ? { config: maskConfig(entry["config"]) } : {};
  const edit = planEdit(document, { kind: "add-entry", entry: { ...entry, ...config } });
  if (edit.kind === "refused") return problem("manifest/refused", edit.reason);
  const after = edit.kind === "edits" ? document.update(edit.edits).text : document.text;
  const missing = plan.secrets.filter(({ kind }) => kind === "missing");
  return done({
    name: entry.name,
    diff: isWhole ? unifiedDiff(document.text, after) : addedOnly(document.text, after),
    missing_secrets: missing.map(({ name }) => name),
  });
}

/** What stands beside a change, or in its place, may be a secret. */
function addedOnly(before: string, after: string): string {
  const lines = unifiedDiff(before, after, 0).split("\n");
  return lines.map((line) => (line.startsWith("-") ? "-***" : line)).join("\n");
}
