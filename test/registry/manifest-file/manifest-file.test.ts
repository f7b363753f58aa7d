import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { array, assert, asyncProperty, boolean, nat, tuple } from "fast-check";
import { buildSync } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import { ManifestFile } from "../../../registry/manifest-file/index.ts";
import { parseManifest, planEdit } from "../../../registry/manifest/index.ts";

/** Half a minute of them: `PATCHBAY_KILLS=8` is enough while something else is looked for. */
const KILLS = Number(process.env["PATCHBAY_KILLS"] ?? 200);

let bundle: string | null = null;

/** As one file: hundreds of processes are started, and each would have to read dozens. */
function buildWriter(): string {
  if (bundle === null) {
    const outdir = mkdtempSync(path.join(tmpdir(), "patchbay-writer-"));
    process.once("exit", () => rmSync(outdir, { recursive: true, force: true }));
    buildSync({
      entryPoints: [path.join(import.meta.dirname, "writer.ts")],
      outdir,
      bundle: true,
      platform: "node",
      format: "esm",
      outExtension: { ".js": ".mjs" },
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire("/");',
      },
    });
    bundle = path.join(outdir, "writer.mjs");
  }
  return bundle;
}

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-manifest-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function newManifest(text: string): { file: string; manifest: ManifestFile; folder: string } {
  const folder = newFolder();
  const file = path.join(folder, "plugins.yaml");
  writeFileSync(file, text);
  return { folder, file, manifest: new ManifestFile(file) };
}

function entries(count: number): string {
  const names = Array.from({ length: count }, (_, index) => `plugin${index}`);
  return names.map((name) => `# about ${name}\n- name: ${name}\n  module: a.b:C # here\n`).join("");
}

/** A process that counts up in its plugin's config. `counted` is the last change that it knows to be written. */
function startWriter(file: string, plugin: string, times: number) {
  const child: ChildProcess = spawn(
    process.execPath,
    [buildWriter(), file, plugin, String(times)],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let counted = 0;
  let errors = "";
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout ?? process.stdin }).on("line", (line) => {
    if (line !== "ready") counted = Number(line);
    for (const look of waiting) look();
  });
  child.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const until = (count: number): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => void (counted >= count && resolve());
      waiting.add(look);
      look();
    });
  const ended = once(child, "close");
  return { child, until, ended, counted: () => counted, errors: () => errors };
}

function countOf(text: string, plugin: string): unknown {
  return parseManifest(text).itemNamed(plugin)?.entry?.config?.["count"];
}

test("a change touches its node only and leaves nothing else in the folder", async () => {
  const { manifest, file, folder } = newManifest(entries(2));
  const write = await manifest.apply({ kind: "set-enabled", plugin: "plugin1", enabled: false });
  expect(write.kind).toBe("written");
  expect(readFileSync(file, "utf8")).toBe(`${entries(2)}  enabled: false\n`);
  expect(readdirSync(folder)).toEqual(["plugins.yaml"]);
});

test("the mode stays, and a symbolic link stays one", async () => {
  const folder = newFolder();
  mkdirSync(path.join(folder, "shared"));
  const target = path.join(folder, "shared", "real.yaml");
  writeFileSync(target, entries(1));
  chmodSync(target, 0o640);
  const linked = path.join(folder, "plugins.yaml");
  symlinkSync("shared/real.yaml", linked);

  await new ManifestFile(linked).apply({ kind: "set-enabled", plugin: "plugin0", enabled: false });

  expect(lstatSync(linked).isSymbolicLink()).toBe(true);
  expect(statSync(target).mode & 0o777).toBe(0o640);
  expect(readFileSync(target, "utf8")).toContain("enabled: false");
});

test("the first entry creates the file", async () => {
  const file = path.join(newFolder(), "plugins.yaml");
  const entry = { name: "first", module: "a.b:C" };
  const write = await new ManifestFile(file).apply({ kind: "add-entry", entry });
  expect(write.kind).toBe("written");
  expect(parseManifest(readFileSync(file, "utf8")).itemNamed("first")?.entry).toMatchObject(entry);
});

test("what cannot be done is an answer, and the file stays as it was", async () => {
  const { manifest, file } = newManifest(entries(1));
  const off = { kind: "set-enabled", plugin: "nobody", enabled: false } as const;
  expect(await manifest.apply(off)).toMatchObject({ kind: "refused" });
  writeFileSync(file, Buffer.from([0x2d, 0x20, 0xff, 0xfe]));
  expect(await manifest.apply(off)).toMatchObject({ kind: "failed" });
  expect(readFileSync(file)).toEqual(Buffer.from([0x2d, 0x20, 0xff, 0xfe]));

  const lock = path.join(path.dirname(file), ".plugins.yaml.lock");
  mkdirSync(lock);
  expect(await manifest.apply(off)).toEqual({
    kind: "failed",
    reason: `${file} cannot be written: it is a folder (${lock})`,
  });
  rmdirSync(lock);

  const folder = new ManifestFile(path.dirname(file));
  expect(await folder.apply(off)).toMatchObject({ kind: "failed" });
});

test("a file that an editor saves while the change is planned is read again", async () => {
  const { manifest, file } = newManifest(entries(1));
  let plans = 0;
  const write = await manifest.edit((document) => {
    if (plans++ === 0) writeFileSync(file, `${entries(1)}# saved by an editor\n`);
    return planEdit(document, { kind: "set-enabled", plugin: "plugin0", enabled: false });
  });
  expect(write.kind).toBe("written");
  expect(plans).toBe(2);
  const text = readFileSync(file, "utf8");
  expect(text).toContain("# saved by an editor");
  expect(text).toContain("enabled: false");
});

test("a file that never rests is left alone", async () => {
  const { manifest, file } = newManifest(entries(1));
  let saves = 0;
  const write = await manifest.edit((document) => {
    writeFileSync(file, `${entries(1)}# save ${saves++}\n`);
    return planEdit(document, { kind: "set-enabled", plugin: "plugin0", enabled: false });
  });
  expect(write.kind).toBe("busy");
  expect(readFileSync(file, "utf8")).toBe(`${entries(1)}# save ${saves - 1}\n`);
});

test("changes asked for at once are all carried out, also by two owners of one file", async () => {
  await assert(
    asyncProperty(
      array(tuple(nat(4), boolean(), boolean()), { minLength: 1, maxLength: 20 }),
      async (changes) => {
        const { manifest, file } = newManifest(entries(5));
        const other = new ManifestFile(file);
        await Promise.all(
          changes.map(([index, enabled, isOther]) =>
            (isOther ? other : manifest).apply({
              kind: "set-enabled",
              plugin: `plugin${index}`,
              enabled,
            }),
          ),
        );
        const text = readFileSync(file, "utf8");
        expect(text.match(/# about/g)).toHaveLength(5);
        for (const [index] of changes) {
          const wanted = new Set(changes.filter(([one]) => one === index).map(([, on]) => on));
          const is = parseManifest(text).itemNamed(`plugin${index}`)?.entry?.enabled;
          expect(wanted.has(is ?? false)).toBe(true);
        }
      },
    ),
    { numRuns: 15 },
  );
});

test("of changes that are written together each has its own outcome", async () => {
  const { manifest, file } = newManifest(entries(3));
  const off = (plugin: string) => manifest.apply({ kind: "set-enabled", plugin, enabled: false });
  const outcomes = await Promise.allSettled([
    off("plugin0"),
    off("nobody"),
    off("plugin0"),
    manifest.edit(() => {
      throw new Error("a mistake of the caller");
    }),
    off("plugin2"),
  ]);
  expect(
    outcomes.map((outcome) => (outcome.status === "fulfilled" ? outcome.value.kind : "rejected")),
  ).toEqual(["written", "refused", "unchanged", "rejected", "written"]);
  const document = parseManifest(readFileSync(file, "utf8"));
  expect(document.items.map(({ entry }) => entry?.enabled)).toEqual([false, true, false]);
});

test("several processes that write at once lose nothing", async () => {
  const { file } = newManifest(entries(4));
  const writers = [0, 1, 2, 3].map((index) => startWriter(file, `plugin${index}`, 25));
  await Promise.all(writers.map(({ ended }) => ended));
  expect(writers.map(({ errors }) => errors()).join("")).not.toMatch(/Error:/);

  const text = readFileSync(file, "utf8");
  expect([0, 1, 2, 3].map((index) => countOf(text, `plugin${index}`))).toEqual([25, 25, 25, 25]);
  expect(text.match(/# about/g)).toHaveLength(4);
  expect(readdirSync(path.dirname(file))).toEqual(["plugins.yaml"]);
});

test(
  "writers that are killed at any moment leave the old file or the new one, and block nobody",
  async () => {
    const { file, manifest, folder } = newManifest(entries(5));
    let kills = 0;
    for (let round = 0; round < KILLS / 4; round++) {
      const writers = [0, 1, 2, 3].map((index) => startWriter(file, `plugin${index}`, 100_000));
      await Promise.all(writers.map(({ until }) => until(1 + (round % 3))));
      for (const { child } of writers) kills += child.kill("SIGKILL") ? 1 : 0;
      await Promise.all(writers.map(({ ended }) => ended));

      const text = readFileSync(file, "utf8");
      expect(parseManifest(text).problems).toEqual([]);
      expect(text.match(/# about/g)).toHaveLength(5);
      for (const [index, writer] of writers.entries()) {
        // The last one may be in the file before its writer could say so.
        const known = writer.counted();
        expect([known, known + 1]).toContain(countOf(text, `plugin${index}`));
      }
      const write = await manifest.apply({
        kind: "set-config",
        plugin: "plugin4",
        config: { round },
      });
      expect(write.kind).toBe("written");
    }
    expect(kills).toBe(KILLS);
    expect(readdirSync(folder)).toEqual(["plugins.yaml"]);
  },
  KILLS * 2_000,
);

test.each([-3_600, 3_600])(
  "a lock of nobody that was made %d seconds from now is taken over",
  async (seconds) => {
    const { file, manifest } = newManifest(entries(1));
    const lock = path.join(path.dirname(file), ".plugins.yaml.lock");
    writeFileSync(lock, "");
    const at = new Date(Date.now() + seconds * 1_000);
    utimesSync(lock, at, at);
    const change = { kind: "set-config", plugin: "plugin0", config: { count: 1 } } as const;
    expect(await manifest.apply(change)).toMatchObject({ kind: "written" });
    expect(existsSync(lock)).toBe(false);
  },
);

test("a lock of a process that is gone is taken over at once, by one of all who wait", async () => {
  const { file, manifest } = newManifest(entries(4));
  const gone = spawn(process.execPath, ["--eval", "0"]);
  await once(gone, "close");
  const lock = path.join(path.dirname(file), ".plugins.yaml.lock");
  const dead = { pid: gone.pid, machine: hostname(), startedAt: null };
  const left = [
    [lock, "00000000-0000-4000-8000-000000000000"],
    // Its remover died, too.
    [`${lock}.00000000-0000-4000-8000-000000000000`, "00000000-0000-4000-8000-000000000001"],
  ];
  for (const [at = "", nonce] of left) writeFileSync(at, JSON.stringify({ ...dead, nonce }));

  const writers = [0, 1, 2].map((index) => startWriter(file, `plugin${index}`, 3));
  await Promise.all(writers.map(({ ended }) => ended));
  expect(writers.map(({ errors }) => errors()).join("")).not.toMatch(/Error:/);
  await manifest.apply({ kind: "set-config", plugin: "plugin3", config: { count: 3 } });

  const text = readFileSync(file, "utf8");
  expect([0, 1, 2, 3].map((index) => countOf(text, `plugin${index}`))).toEqual([3, 3, 3, 3]);
  expect(existsSync(lock)).toBe(false);
  expect(readdirSync(path.dirname(file))).toEqual(["plugins.yaml"]);
});
