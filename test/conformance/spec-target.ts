import path from "node:path";
import { runInNewContext } from "node:vm";
import { expect, onTestFinished } from "vitest";
import {
  HotReloadWatcher,
  PluginRegistry,
  type PluginFileChange,
} from "../../registry/index.ts";
import { pluginFolder, Told } from "../registry/runtimes/inline/plugin-folder.ts";
import type { SpecCase, SpecStep } from "./spec-corpus.ts";

type Registered = Extract<SpecStep, { register: unknown }>["register"];
type Expected = Extract<SpecStep, { expect: unknown }>["expect"];

/** Takes the library, with a real directory of plugin files, through the steps of a case. */
export async function runSpecCase({ steps }: SpecCase): Promise<void> {
  const registry = new PluginRegistry();
  const { folder, write, replace, remove } = pluginFolder();
  const told = new Told<PluginFileChange>();
  const watcher = new HotReloadWatcher(registry, { watchDir: folder, onChange: told.add });
  onTestFinished(() => watcher.stop());

  for (const step of steps) {
    if ("start" in step) await watcher.start();
    else if ("stop" in step) await watcher.stop();
    else if ("save" in step) write(step.save);
    else if ("rename" in step) {
      for (const [file, text] of Object.entries(step.rename)) replace(file, text);
    } else if ("remove" in step) remove(step.remove);
    else if ("expect" in step) await check(registry, told, step.expect);
    else await call(registry, step);
  }
}

type Call = Extract<SpecStep, { gives?: unknown }>;

async function call(registry: PluginRegistry, step: Call): Promise<void> {
  const done = Promise.resolve().then(() => answerOf(registry, step));
  if (!step.throws) {
    const answer = await done;
    if (step.gives) expect(answer).toMatchObject(step.gives);
    return;
  }
  const { name, says } = step.throws;
  const error: unknown = await done.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name, message: expect.stringContaining(says) as string });
}

function answerOf(registry: PluginRegistry, step: Call): unknown {
  if ("register" in step) {
    registry.register(
      { ...step.register, description: "", factory: factoryOf(step.register) },
      { force: step.register.force ?? false },
    );
    return null;
  }
  if ("create" in step) {
    const { kind, name, config } = step.create;
    return registry.create(kind, name, config);
  }
  if ("unregister" in step) return registry.unregister(step.unregister.kind, step.unregister.name);
  const entryPoints = Object.entries(step.entryPoints).map(([name, expression]) => {
    return { name, load: (): unknown => runInNewContext(expression, { spec, fail }) };
  });
  return registry.loadEntryPoints(entryPoints);
}

function factoryOf({ version, health }: Registered): (config: object) => object {
  let count = 0;
  return (config) => {
    count += 1;
    const instance = { made: version, config, count };
    if (health === undefined || health === false) return instance;
    const healthCheck = (): boolean => {
      if (health === "throws") throw new Error("not well");
      return true;
    };
    return { ...instance, onLoad: () => undefined, onUnload: () => undefined, healthCheck };
  };
}

function spec(name: string): object {
  return { kind: "ai_provider", name, version: "1.0.0", factory: () => ({}) };
}

function fail(): never {
  throw new Error("cannot be loaded");
}

async function check(
  registry: PluginRegistry,
  told: Told<PluginFileChange>,
  expected: Expected,
): Promise<void> {
  if (expected.told) {
    const changes = await told.take(expected.told.length);
    const named = changes.map((change) => ({ ...change, file: path.basename(change.file) }));
    expect(named).toMatchObject(expected.told);
  }
  if (expected.specs) expect(registry.listSpecs(expected.kind)).toMatchObject(expected.specs);
  if (expected.health) expect(await registry.healthCheckAll()).toMatchObject(expected.health);
}
