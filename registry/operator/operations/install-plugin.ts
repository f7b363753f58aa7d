import type { EntryPointRecord, InstallRequest, ManifestEntry } from "../../../schemas/index.ts";
import {
  discoverEntryPoints,
  planInstall,
  toEntryPointRecord,
  type InstallProblem,
  type InstallSurroundings,
} from "../../discovery/index.ts";
import { parseManifest } from "../../manifest/index.ts";
import type { ManifestFile } from "../../manifest-file/index.ts";
import type { LookupRoots, ModuleIndex } from "../../modules/index.ts";
import type { SecretChain } from "../../secrets/index.ts";
import { done, problem, type Outcome } from "../problems.ts";
import type { OperatedRegistry } from "../types.ts";
import { changeManifest } from "./change-manifest.ts";
import { followManifest } from "./follow-manifest.ts";
import { restoreConfig } from "./restore-config.ts";

/** Where plugins that are not in the manifest yet are looked up, and what their entry is checked against. */
export interface Surroundings {
  readonly registry: OperatedRegistry;
  readonly manifest: ManifestFile;
  readonly modules: ModuleIndex;
  readonly roots: LookupRoots;
  readonly secrets: Pick<SecretChain, "status">;
}

/** What the installed packages announce, as Agent PM shows it. No plugin code is run. */
export async function listEntryPoints({
  manifest,
  modules,
  roots,
}: Surroundings): Promise<EntryPointRecord[]> {
  const document = parseManifest(await textOf(manifest));
  const configured = new Set(document.items.flatMap(({ entry }) => (entry ? [entry.module] : [])));
  const listings = await discoverEntryPoints(roots, modules, configured);
  return listings.map(toEntryPointRecord);
}

/** Adds a plugin to the manifest and loads it. When it cannot be loaded, the manifest is as it was. */
export async function installPlugin(
  surroundings: Surroundings,
  request: InstallRequest,
): Promise<Outcome<ManifestEntry>> {
  const { manifest, modules, roots, secrets, registry } = surroundings;
  const unmasked = restoreConfig(null, request.config ?? {});
  if (unmasked.kind === "problem") return unmasked;
  const checked: InstallSurroundings = {
    manifestText: await textOf(manifest),
    roots,
    index: modules,
    secrets,
  };
  const plan = await planInstall({ ...request, entryPoint: request.entry_point }, checked);
  if (plan.kind === "refused") return refusal(plan.problems);

  const { entry } = plan;
  const changed = await changeManifest(manifest, entry.name, (document) =>
    document.itemNamed(entry.name) === null
      ? done({ kind: "add-entry", entry })
      : problem("plugin/exists", `The manifest has an entry named ${entry.name} by now.`),
  );
  if (changed.kind === "problem") return changed;
  await followManifest(manifest, registry);
  const { after } = changed.value;
  if (!after) return problem("manifest/refused", `The entry for ${entry.name} is not valid.`);
  return (await takeBackIfBroken(surroundings, entry.name)) ?? done(after);
}

async function takeBackIfBroken(
  { manifest, registry }: Surroundings,
  plugin: string,
): Promise<Outcome<never> | null> {
  const { plugins } = await registry.snapshot();
  const status = plugins.find(({ summary }) => summary.name === plugin);
  if (status?.state !== "failed" && status?.state !== "quarantined") return null;
  await manifest.apply({ kind: "remove-entry", plugin });
  await followManifest(manifest, registry);
  const errors = status.problems.map(({ code, message, location }) => ({
    path: location ? `${location.file}:${location.line + 1}` : "",
    message,
    code,
  }));
  const detail = errors.map(({ message }) => message).join("; ");
  return problem("plugin/load-failed", `${detail}. The manifest was not changed.`, { errors });
}

/** All problems are told; the first decides the status. */
export function refusal(problems: readonly [InstallProblem, ...InstallProblem[]]): Outcome<never> {
  const errors = problems.map(({ path, message, code }) => ({
    path: path.join("."),
    message,
    code,
  }));
  return problem(problems[0].code, problems.map(({ message }) => message).join(" "), { errors });
}

/** Empty when there is none. */
export async function textOf(manifest: ManifestFile): Promise<string> {
  const read = await manifest.read();
  return read.kind === "read" ? read.text : "";
}
