import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { transform } from "sucrase";
import { onTestFinished } from "vitest";
import type { KernelItem, ModuleLoader } from "../../registry/kernel/index.ts";
import { PluginRegistry } from "../../registry/kernel/index.ts";
import { parseManifest } from "../../registry/manifest/index.ts";
import * as sdk from "../../registry/sdk/index.ts";
import { createSecretChain } from "../../registry/secrets/index.ts";
import type { Target, World } from "./target.ts";

/** The registry as a Node service embeds it: in this process, over sources that are held in memory. */
export async function startLibrary(world: World): Promise<Target> {
  const sources = new Map(Object.entries(world.files));
  const log: string[] = [];
  let manifest = world.manifest;
  const secrets = secretsFileOf(world);
  const registry = new PluginRegistry({
    loader: sourceLoader(sources),
    secrets: createSecretChain({
      environment: world.environment,
      stored: new Map(),
      dotenvFile: null,
      secretsFile: secrets?.path ?? null,
      trusted: true,
    }),
    logFor: (plugin) => {
      const write = (...message: readonly unknown[]): void => {
        log.push(`${plugin}: ${message.join(" ")}`);
      };
      return { debug: write, info: write, warn: write, error: write };
    },
  });
  await registry.load(itemsOf(manifest));

  return {
    saveManifest: async (text) => {
      manifest = text;
      await registry.reconcile(itemsOf(text));
    },
    refresh: async () => {
      await registry.refresh(itemsOf(manifest));
    },
    saveFile: async (name, text) => {
      if (name === secrets?.name) writeFileSync(secrets.path, text);
      else sources.set(name, text);
    },
    reload: async (plugin) => [await registry.reload(plugin)],
    fire: (hook, payload, source) => registry.fireAndWait(hook, payload, { source }),
    records: async () => registry.records(),
    statuses: async () => registry.statuses(),
    takeLog: async () => log.splice(0),
    stop: () => registry.close(),
  };
}

/** Where `PLUGIN_SECRET_PATH` leads: the one file of a world that is read from the disk here. */
function secretsFileOf({ environment, files }: World): { name: string; path: string } | null {
  const name = environment["PLUGIN_SECRET_PATH"];
  if (name === undefined) return null;
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-secrets-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, name);
  writeFileSync(file, files[name] ?? "");
  return { name, path: file };
}

function itemsOf(text: string): readonly KernelItem[] {
  const at = new Date().toISOString();
  return parseManifest(text).items.map(({ position, entry, name, raw, problems }): KernelItem => {
    if (entry) return { kind: "valid", position, entry };
    const worded = problems.map(({ code, message }) => {
      return { code, message, at, location: null, stack: null };
    });
    return { kind: "invalid", position, name, raw, problems: worded };
  });
}

/** Evaluates a source once for as long as its text stays the same, as a module cache does. */
function sourceLoader(sources: ReadonlyMap<string, string>): ModuleLoader {
  const evaluated = new Map<string, { text: string; exports: Record<string, unknown> }>();
  return {
    load: async (reference, { evaluate }) => {
      const file = reference.slice(0, reference.lastIndexOf(":")).replace(/^\.\//, "");
      const text = sources.get(file);
      if (text === undefined) return failed("module/not-found", `There is no ${file}`);
      const known = evaluated.get(file);
      if (known?.text === text) return { kind: "loaded", exports: known.exports, file };
      try {
        const exports = evaluate(() => evaluateSource(text));
        evaluated.set(file, { text, exports });
        return { kind: "loaded", exports, file };
      } catch (error) {
        return failed("plugin/threw-on-import", String(error));
      }
    },
  };
}

function failed(code: string, message: string): Awaited<ReturnType<ModuleLoader["load"]>> {
  const at = new Date().toISOString();
  return { kind: "failed", problem: { code, message, at, location: null, stack: null } };
}

function evaluateSource(text: string): Record<string, unknown> {
  const { code } = transform(text, {
    transforms: ["typescript", "imports"],
    disableESTransforms: true,
  });
  const exports: Record<string, unknown> = {};
  // The cases are our own files.
  // oxlint-disable-next-line typescript/no-implied-eval
  new Function("require", "exports", code)(supply, exports);
  return exports;
}

function supply(name: string): unknown {
  if (name === "patchbay") return sdk;
  throw new Error(`A case cannot import ${name}`);
}
