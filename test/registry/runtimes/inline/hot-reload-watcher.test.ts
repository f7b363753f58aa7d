import { rmSync, symlinkSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import {
  HotReloadWatcher,
  PluginKind,
  PluginRegistry,
  type PluginFileChange,
} from "../../../../registry/index.ts";
import { pluginFolder, Told, type PluginFolder } from "./plugin-folder.ts";

interface Watched extends PluginFolder {
  readonly registry: PluginRegistry;
  readonly watcher: HotReloadWatcher;
  readonly told: Told<PluginFileChange>;
  /** What the newest code makes. */
  readonly made: (name?: string) => Promise<unknown>;
}

async function watch(files: Readonly<Record<string, string>> = {}): Promise<Watched> {
  const folder = pluginFolder(files);
  const registry = new PluginRegistry();
  const told = new Told<PluginFileChange>();
  const watcher = new HotReloadWatcher(registry, { watchDir: folder.folder, onChange: told.add });
  onTestFinished(() => watcher.stop());
  await watcher.start();
  const made = (name = "demo"): Promise<unknown> => registry.create(PluginKind.AI_PROVIDER, name);
  return { ...folder, registry, watcher, told, made };
}

/** A file that registers a factory of one value. */
function provider(value: string, name = "demo"): string {
  return `
    import { PluginKind } from "patchbay";
    export function registerPlugins(registry: { registerFactory(spec: object): void }): void {
      registry.registerFactory({
        kind: PluginKind.AI_PROVIDER, name: "${name}", version: "1.0.0", factory: () => "${value}",
      });
    }`;
}

/** The statement that registers a factory. */
function registering(name: string): string {
  return `registry.registerFactory({ kind: "ai_provider", name: "${name}", version: "1", factory: () => 1 })`;
}

/** A file whose instances write down that they were closed. */
function closing(version: string): string {
  return `
    export default (registry) => registry.registerFactory({
      kind: "ai_provider", name: "demo", version: "${version}",
      factory: ({ log }) => ({
        version: "${version}",
        onLoad() {}, healthCheck: () => true,
        onUnload() { log.push("closed ${version}"); },
      }),
    });`;
}

const loadedOf = (file: string) => (change: PluginFileChange) =>
  change.kind === "loaded" && change.file.endsWith(file);

test("files that are there at the start are registered when start resolves", async () => {
  const script = `export default (registry) => registry.registerFactory({
    kind: "ai_provider", name: "other", version: "1.0.0", factory: () => "b",
  });`;
  const { made, watcher } = await watch({ "a.ts": provider("a"), "b.mjs": script });
  expect(watcher.isRunning).toBe(true);
  expect(await made()).toBe("a");
  expect(await made("other")).toBe("b");
});

test("every form of contributor works", async () => {
  const { registry } = await watch({
    "camel.js": `export const registerPlugins = (registry) => ${registering("camel")};`,
    "snake.js": `export function register_plugins(registry) { ${registering("snake")} }`,
    "callable.js": `export default (registry) => ${registering("callable")};`,
    "common.cjs": `module.exports = (registry) => ${registering("common")};`,
    "waits.js": `export default async (registry) => { await null; ${registering("waits")} };`,
  });
  expect(registry.listSpecs().map(({ name }) => name)).toEqual([
    "callable",
    "camel",
    "common",
    "snake",
    "waits",
  ]);
});

test("what is created, changed, renamed over and deleted is followed", async () => {
  const { write, replace, remove, made, told, registry } = await watch();
  const created = told.next(loadedOf("a.ts"));
  write({ "a.ts": provider("one") });
  await created;
  expect(await made()).toBe("one");

  const changed = told.next(loadedOf("a.ts"));
  write({ "a.ts": provider("two") });
  await changed;
  expect(await made()).toBe("two");

  const renamed = told.next(loadedOf("a.ts"));
  replace("a.ts", provider("three"));
  await renamed;
  expect(await made()).toBe("three");

  const removed = told.next(({ kind }) => kind === "removed");
  remove("a.ts");
  await removed;
  expect(registry.listSpecs()).toEqual([]);
  await expect(made()).rejects.toThrow("demo");
});

test("a file waits for a name that anybody has, and for nothing else", async () => {
  const { registry, told, write } = await watch();
  registry.registerFactory({
    kind: PluginKind.AI_PROVIDER,
    name: "demo",
    version: "9.0.0",
    factory: () => "the service's own",
  });
  const failed = told.next(({ kind }) => kind === "failed");
  write({ "a.ts": provider("a") });
  expect(await failed).toMatchObject({ problem: { code: "plugin/name-taken" } });

  const loaded = told.next(loadedOf("a.ts"));
  await registry.unregister(PluginKind.AI_PROVIDER, "demo");
  await loaded;
  expect(registry.listSpecs()).toMatchObject([{ name: "demo", version: "1.0.0" }]);
});

test("one save is one reload, and of two quick ones the last counts", async () => {
  const { write, made, told } = await watch({
    "a.ts": provider("one"),
    "z.ts": provider("z", "z"),
  });
  const changed = told.next(loadedOf("a.ts"));
  write({ "a.ts": provider("two") });
  await changed;
  // What comes after it has been told, and so has everything that came of the save.
  const after = told.next(loadedOf("z.ts"));
  write({ "z.ts": provider("y", "z") });
  await after;
  expect(told.items.filter(loadedOf("a.ts"))).toHaveLength(2);

  const last = told.next(loadedOf("a.ts"));
  write({ "a.ts": provider("three") });
  write({ "a.ts": provider("four") });
  await last;
  expect(await made()).toBe("four");
});

test("a file that fails keeps what it registered before, and says why and where", async () => {
  const { write, made, told, at, watcher } = await watch({ "a.ts": provider("one") });
  const broken = told.next();
  write({ "a.ts": "export function registerPlugins( {" });
  expect(await broken).toMatchObject({
    kind: "failed",
    file: at("a.ts"),
    specs: [{ name: "demo" }],
    problem: { code: "plugin/syntax", location: { file: at("a.ts") } },
  });
  expect(await made()).toBe("one");

  const thrown = told.next();
  write({
    "a.ts": `export function registerPlugins(registry: any) {
      registry.registerFactory({ kind: "ai_provider", name: "half", version: "1", factory: () => 1 });
      throw new Error("not like this");
    }`,
  });
  expect(await thrown).toMatchObject({
    kind: "failed",
    problem: { code: "plugin/threw-on-register", location: { file: at("a.ts"), line: 2 } },
  });
  await expect(made("half")).rejects.toThrow("half");
  expect(await made()).toBe("one");

  const mended = told.next(loadedOf("a.ts"));
  write({ "a.ts": provider("two") });
  await mended;
  expect(await made()).toBe("two");
  expect(watcher.isRunning).toBe(true);
});

test("what a file no longer registers is gone, and its name is free for another", async () => {
  const { write, made, told, registry } = await watch({ "a.ts": provider("one") });
  const changed = told.next(loadedOf("a.ts"));
  write({ "a.ts": provider("two", "renamed") });
  await changed;
  expect(registry.listSpecs().map(({ name }) => name)).toEqual(["renamed"]);

  const refused = told.next();
  write({ "b.ts": provider("b", "renamed") });
  expect(await refused).toMatchObject({ kind: "failed", problem: { code: "plugin/name-taken" } });
  expect(await made("renamed")).toBe("two");
});

test("a half-written file is waited for, and told of once", async () => {
  const { write, at } = pluginFolder({ "plugins/a.ts": provider("whole").slice(0, 60) });
  const registry = new PluginRegistry();
  const told = new Told<PluginFileChange>();
  const watcher = new HotReloadWatcher(registry, {
    watchDir: at("plugins"),
    onChange: told.add,
  });
  onTestFinished(() => watcher.stop());
  const started = watcher.start();
  await setImmediate(); // It has found half of the file by now.
  write({ "plugins/a.ts": provider("whole") });
  await started;
  expect(await registry.create("ai_provider", "demo")).toBe("whole");
  expect(told.items.map(({ kind }) => kind)).toEqual(["loaded"]);
});

test("helpers, hidden files, declarations, other endings and sub-directories are not plugins", async () => {
  const { registry, told } = await watch({
    "_helper.ts": provider("x", "helper"),
    ".hidden.ts": provider("x", "hidden"),
    "types.d.ts": "export declare const a: string;",
    "notes.md": "# registerPlugins",
    "UPPER.TS": provider("x", "upper"),
    "inner/a.ts": provider("x", "inner"),
    "folder.ts/index.ts": provider("x", "folder"),
  });
  expect(registry.listSpecs()).toEqual([]);
  expect(told.items).toEqual([]);
});

test("a helper that files import is followed, and what was looked for in vain too", async () => {
  const importing = provider("", "demo")
    .replace(
      'import { PluginKind } from "patchbay";',
      'import { PluginKind } from "patchbay"; import { value } from "./_value.ts";',
    )
    .replace('() => ""', "() => value");
  const { write, made, told } = await watch({ "a.ts": importing });
  expect(told.items).toMatchObject([
    { kind: "failed", problem: { code: "plugin/import-not-found" } },
  ]);
  const found = told.next(loadedOf("a.ts"));
  write({ "_value.ts": `export const value = "one";` });
  await found;
  expect(await made()).toBe("one");

  const changed = told.next(loadedOf("a.ts"));
  write({ "_value.ts": `export const value = "two";` });
  await changed;
  expect(await made()).toBe("two");
});

test("no plugin can end the watcher", async () => {
  const { write, told, watcher, made } = await watch({
    "exits.ts": "process.exit(3);",
    "exits-later.ts": "export const registerPlugins = () => process.exit(4);",
    "throws-nothing.ts": "throw undefined;",
    "rejects.ts": "export default async () => { throw null; };",
    "class.ts": "export default class {}",
    "odd.ts": "export const registerPlugins = 42;",
  });
  expect(told.items.map(({ kind }) => kind)).toEqual(Array.from({ length: 6 }, () => "failed"));
  const next = told.next(loadedOf("fine.ts"));
  write({ "fine.ts": provider("fine") });
  await next;
  expect(watcher.isRunning).toBe(true);
  expect(await made()).toBe("fine");
});

test("started twice it runs once; stopped it follows nothing; started again it catches up", async () => {
  const { write, remove, watcher, told, registry, made } = await watch({
    "a.ts": provider("one"),
    "b.ts": provider("b", "other"),
  });
  await watcher.start();
  expect(told.items).toHaveLength(2);
  await watcher.stop();
  await watcher.stop();
  expect(watcher.isRunning).toBe(false);
  write({ "a.ts": provider("two") });
  remove("b.ts");
  expect(await made()).toBe("one");

  await watcher.start();
  expect(await made()).toBe("two");
  expect(registry.has("ai_provider", "other")).toBe(false);
});

test("a watcher that never started can be stopped", async () => {
  const watcher = new HotReloadWatcher(new PluginRegistry(), { watchDir: "nowhere" });
  await watcher.stop();
  expect(watcher.isRunning).toBe(false);
});

test("it wants a registry, and a directory that exists", async () => {
  expect(() => new HotReloadWatcher({} as PluginRegistry, { watchDir: "." })).toThrow(TypeError);
  const { at } = pluginFolder();
  const watcher = new HotReloadWatcher(new PluginRegistry(), { watchDir: at("missing") });
  await expect(watcher.start()).rejects.toThrow(at("missing"));
  expect(watcher.isRunning).toBe(false);
});

test("a directory that is deleted takes its registrations with it, and brings them back when it is made again", async () => {
  const parent = pluginFolder({ "plugins/a.ts": provider("one") });
  const registry = new PluginRegistry();
  const told = new Told<PluginFileChange>();
  const watcher = new HotReloadWatcher(registry, {
    watchDir: parent.at("plugins"),
    onChange: told.add,
  });
  onTestFinished(() => watcher.stop());
  await watcher.start();

  const removed = told.next(({ kind }) => kind === "removed");
  parent.remove("plugins");
  await removed;
  const back = told.next(loadedOf("a.ts"));
  parent.write({ "plugins/a.ts": provider("two") });
  await back;
  expect(await registry.create("ai_provider", "demo")).toBe("two");
});

test("a directory that cannot be read any more keeps what it registered", async () => {
  const { folder, write, made, told, watcher } = await watch({ "a.ts": provider("one") });
  await watcher.stop();
  rmSync(folder, { recursive: true });
  symlinkSync(folder, folder); // It leads to itself.
  await expect(watcher.start()).rejects.toThrow(folder);
  expect(await made()).toBe("one");
  rmSync(folder);
  write({ "a.ts": provider("two") });
  await watcher.start();
  expect(await made()).toBe("two");
  expect(told.items.map(({ kind }) => kind)).toEqual(["loaded", "loaded"]);
});

test("instances that exist stay; those of a spec that was replaced are closed", async () => {
  const { write, registry, told } = await watch({ "a.js": closing("1") });
  const log: string[] = [];
  const old = await registry.create("ai_provider", "demo", { log });
  const changed = told.next(loadedOf("a.js"));
  write({ "a.js": closing("2") });
  await changed;
  await registry.closed();
  expect(log).toEqual(["closed 1"]);
  expect(old).toMatchObject({ version: "1" });
  expect(await registry.create("ai_provider", "demo", { log })).toMatchObject({ version: "2" });
});

test("what a file imports from elsewhere, and was changed while it was loaded, is loaded again", async () => {
  const changing = `
    import { writeFileSync } from "node:fs";
    import { fileURLToPath } from "node:url";
    import { text } from "../lib/text.ts";
    if (text === "old") {
      writeFileSync(fileURLToPath(new URL("../lib/text.ts", import.meta.url)), 'export const text = "new";');
    }`;
  const parent = pluginFolder({
    "plugins/a.ts": changing + provider("").replace('() => ""', "() => text"),
    "lib/text.ts": 'export const text = "old";',
  });
  const registry = new PluginRegistry();
  const told = new Told<PluginFileChange>();
  const watchDir = parent.at("plugins");
  const watcher = new HotReloadWatcher(registry, { watchDir, onChange: told.add });
  onTestFinished(() => watcher.stop());

  await watcher.start();
  await told.take(2);

  expect(await registry.create(PluginKind.AI_PROVIDER, "demo")).toBe("new");
});
