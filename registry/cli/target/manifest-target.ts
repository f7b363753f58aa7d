import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { EntryPointRecord, LogLine } from "../../../schemas/index.ts";
import { ManifestFile } from "../../manifest-file/index.ts";
import { parseManifest } from "../../manifest/index.ts";
import { createModuleIndex, grammarsIn } from "../../modules/index.ts";
import { Operations, type Outcome } from "../../operator/operations/index.ts";
import type { Caller } from "../../operator/types.ts";
import { createSecretChain, locateSecretFiles } from "../../secrets/index.ts";
import type { ManifestPlace } from "../place/index.ts";
import { StaticRegistry } from "../static/index.ts";
import type { CliSurroundings } from "../surroundings.ts";
import type { Target } from "./target.ts";
import { fireOnce, tryLoading } from "./transient-host.ts";

/** Nobody else is asked: who may write the file may change it. */
const CALLER: Caller = { who: "operator", from: "local", request: "patchbay" };

/** A manifest that no registry runs: it is read and changed itself, and plugin code runs only where it must. */
export function openManifest(
  place: ManifestPlace,
  { environment, distFolder }: CliSurroundings,
  onLogged: (lines: readonly LogLine[]) => void,
): Target {
  const { roots } = place;
  const host = { place, distFolder, onLogged };
  const modules = createModuleIndex(grammarsIn(path.join(distFolder, "wasm")));
  const manifest = new ManifestFile(place.file);
  const secrets = createSecretChain({
    environment,
    stored: new Map(),
    trusted: true,
    ...locateSecretFiles(roots.workspaceFolder, environment),
  });
  const registry = new StaticRegistry({
    manifest,
    modules,
    roots,
    secrets,
    tryLoading: (items) => tryLoading(host, items),
  });
  const operations = new Operations({
    registry,
    manifest,
    modules,
    roots,
    secrets,
    audit: () => undefined,
    furtherErrors: () => [],
  });

  /** What names no plugins and what cannot be read are not the same. */
  const unreadable = async (): Promise<Outcome<never> | null> => {
    const { plugins, manifestProblems } = await registry.snapshot();
    const [wrong] = manifestProblems;
    if (!wrong || plugins.length > 0) return null;
    return { kind: "problem", problem: { code: "manifest/refused", detail: wrong.message } };
  };

  return {
    async list({ load }) {
      const refusal = await unreadable();
      if (refusal) return refusal;
      if (load) await registry.reload(null);
      return { kind: "done", value: await operations.list() };
    },
    conditions: () => Promise.resolve(null),
    show: (name) => operations.show(name),
    setEnabled: (name, enabled) => operations.setEnabled(CALLER, name, enabled),
    reload: async (name) =>
      name === null
        ? ((await unreadable()) ?? operations.reloadAll(CALLER))
        : operations.reload(CALLER, name),
    patchConfig: (name, patch) => operations.patchConfig(CALLER, name, patch),
    async discover({ load }) {
      const found = await operations.discover();
      if (!load) return { kind: "done", value: found };
      const entry_points = await loadAnnounced(found.entry_points, host);
      return { kind: "done", value: { entry_points } };
    },
    async install(request) {
      await mkdir(path.dirname(place.file), { recursive: true });
      await registry.tryNewEntries();
      return operations.install(CALLER, request);
    },
    previewInstall: (request) => operations.previewInstall(request),
    uninstall: (name) => operations.uninstall(CALLER, name),
    async fire(request) {
      return (await unreadable()) ?? { kind: "done", value: await fireOnce(host, request) };
    },
    async history(name) {
      const shown = await operations.show(name);
      return shown.kind === "problem" ? shown : notRecorded(place);
    },
    close: () => modules.dispose(),
  };
}

function notRecorded({ shown }: ManifestPlace): Outcome<never> {
  const detail = `Nothing runs ${shown}, so no calls are recorded: start it with "patchbay serve", or say which service you mean with --url.`;
  return { kind: "problem", problem: { code: "plugin/unavailable", detail } };
}

/** Loads what is announced, to tell what cannot be. */
async function loadAnnounced(
  entryPoints: readonly EntryPointRecord[],
  host: Parameters<typeof tryLoading>[0],
): Promise<EntryPointRecord[]> {
  const trial = entryPoints.map(({ module }, position) => ({ name: `trial_${position}`, module }));
  const { items } = parseManifest(JSON.stringify(trial));
  const tried = await tryLoading(host, items);
  return entryPoints.map((entryPoint, position) => {
    const problem = tried.get(`trial_${position}`)?.problems[0];
    // Whether its config is complete is a matter of installing it.
    if (!problem || problem.code === "config/invalid" || entryPoint.error) return entryPoint;
    return { ...entryPoint, error: problem.message };
  });
}
