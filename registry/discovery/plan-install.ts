import { manifestEntrySchema } from "../../schemas/index.ts";
import { validateConfig } from "../config/index.ts";
import { parseManifest, planEdit, whyNotCalled } from "../manifest/index.ts";
import {
  findAnnouncements,
  type ClassLookup,
  type LookupRoots,
  type ModuleIndex,
} from "../modules/index.ts";
import type { SecretChain } from "../secrets/index.ts";
import type { InstallPlan, InstallProblem, InstallWish } from "./types.ts";
import { wordLookupFailure } from "./word-lookup-failure.ts";

/** What an installation is checked against. */
export interface InstallSurroundings {
  /** What the manifest says now; empty when there is none. */
  readonly manifestText: string;
  readonly roots: LookupRoots;
  readonly index: Pick<ModuleIndex, "lookup">;
  readonly secrets: Pick<SecretChain, "status">;
}

/**
 * Looks at everything that can be known before an entry is written: that the module and the class are there, that the
 * name is free, that the config fits what the class says about it, and which secrets it needs. Runs no plugin code.
 */
export async function planInstall(
  wish: InstallWish,
  surroundings: InstallSurroundings,
): Promise<InstallPlan> {
  const { roots, index, manifestText } = surroundings;
  const source = await sourceOf(wish, roots);
  if (typeof source !== "string") return { kind: "refused", problems: [source] };

  const lookup = await index.lookup(source, roots);
  const entry = entryFor(wish, source, lookup);
  const [first, ...others] = [
    ...moduleProblems(source, lookup),
    ...nameProblems(entry),
    ...manifestProblems(entry, manifestText),
    ...configProblems(wish, lookup),
  ];
  if (first) return { kind: "refused", problems: [first, ...others] };
  return { kind: "planned", entry, secrets: secretsOf(entry, lookup, surroundings) };
}

type PlannedEntry = Extract<InstallPlan, { kind: "planned" }>["entry"];

/** The module to install, or why there is none. */
async function sourceOf(
  { module, entryPoint }: InstallWish,
  roots: LookupRoots,
): Promise<string | InstallProblem> {
  if (module) return module;
  if (!entryPoint) {
    const message = "Say which plugin: a module (path:ClassName) or an entry point.";
    return { code: "request/invalid", path: ["module"], message };
  }
  const announcements = await findAnnouncements(roots);
  const matching = announcements.filter(({ name }) => name === entryPoint);
  const modules = [...new Set(matching.map((each) => each.module))];
  const [only] = modules;
  if (only === undefined) {
    const known = announcements.map(({ name }) => name).join(", ");
    const advice = known === "" ? "No installed package announces one" : `There are: ${known}`;
    return {
      code: "entry-point/not-found",
      path: ["entry_point"],
      message: `No installed package announces an entry point named ${entryPoint}. ${advice}.`,
    };
  }
  if (modules.length === 1) return only;
  return {
    code: "entry-point/ambiguous",
    path: ["entry_point"],
    message: `Several packages announce ${entryPoint}: install one by its module, ${modules.join(" or ")}.`,
  };
}

function entryFor(wish: InstallWish, module: string, lookup: ClassLookup): PlannedEntry {
  const { name, enabled, description, config } = wish;
  const facts = lookup.kind === "found" ? lookup.facts : null;
  const className = module.slice(module.lastIndexOf(":") + 1);
  // Many contributors are functions of one name: the entry point says which it is.
  const announcedName = !wish.module && lookup.kind === "contributor" ? wish.entryPoint : null;
  const summary = description ?? facts?.description;
  const hooks = facts?.hooks?.map((hook) => hook.name) ?? [];
  return {
    name: name || facts?.declaredName || announcedName || className.toLowerCase(),
    module,
    enabled,
    ...(summary && { description: summary }),
    ...(hooks.length > 0 && { hooks }),
    ...(config && Object.keys(config).length > 0 && { config }),
  };
}

function moduleProblems(module: string, lookup: ClassLookup): InstallProblem[] {
  const failure = wordLookupFailure(module, lookup);
  if (failure) return [{ ...failure, path: ["module"] }];
  if (lookup.kind !== "found" || lookup.isPlugin !== "no") return [];
  const message = `${lookup.facts.name} in ${lookup.file} is not a plugin: it does not extend PluginBase.`;
  return [{ code: "module/not-a-plugin", path: ["module"], message }];
}

/** A manifest that is written by hand may have such names; nobody should get one by a slip. */
function nameProblems({ name }: PlannedEntry): InstallProblem[] {
  const message = whyNotCalled(name);
  return message === null ? [] : [{ code: "request/invalid", path: ["name"], message }];
}

function manifestProblems(entry: PlannedEntry, manifestText: string): InstallProblem[] {
  const manifest = parseManifest(manifestText);
  const { name } = entry;
  if (manifest.itemNamed(name)) {
    const message = `The manifest has an entry named ${name} already: give this one another name.`;
    return [{ code: "plugin/exists", path: ["name"], message }];
  }
  if (!manifestEntrySchema.safeParse(entry).success) return []; // What is wrong with it has been said.
  const planned = planEdit(manifest, { kind: "add-entry", entry });
  if (planned.kind !== "refused") return [];
  return [{ code: "manifest/refused", path: [], message: planned.reason }];
}

/** A class whose schema cannot be read without running it allows anything here; it checks its config when it is loaded. */
function configProblems({ config }: InstallWish, lookup: ClassLookup): InstallProblem[] {
  const schema = lookup.kind === "found" ? lookup.facts.configSchema : null;
  if (!schema) return [];
  const { secrets: _, ...settings } = config ?? {};
  return validateConfig(settings, schema)
    .filter(({ isAboutKey }) => !isAboutKey || schema.additionalProperties === false)
    .map(({ path, message }) => ({
      code: "config/invalid",
      path: ["config", ...path],
      message: `${["config", ...path].join(".")} ${message}.`,
    }));
}

function secretsOf(
  { name: plugin, config }: PlannedEntry,
  lookup: ClassLookup,
  { secrets }: InstallSurroundings,
): Extract<InstallPlan, { kind: "planned" }>["secrets"] {
  if (lookup.kind !== "found") return [];
  const overrides = (config as InstallWish["config"])?.["secrets"];
  return (lookup.facts.requiredSecrets ?? []).map(({ name }) =>
    secrets.status({ name, plugin, overrides }),
  );
}
