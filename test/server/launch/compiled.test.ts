import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { codesAt, TestClient, TestWorkspace } from "../harness/index.ts";

const MANIFEST = "- name: alert\n  module: ./alert.ts:Alert\n  enabled: []\n";

let cache: string;
let workspace: TestWorkspace;
beforeEach(async () => {
  cache = await mkdtemp(path.join(tmpdir(), "patchbay-cache-"));
  workspace = await TestWorkspace.create({});
});
afterEach(async () => {
  await workspace[Symbol.asyncDispose]();
  await rm(cache, { recursive: true, force: true });
});

/** Starts a server, has it check a manifest, and ends it. */
async function useServer(environment: Readonly<Record<string, string>>): Promise<void> {
  const client = await TestClient.start({ folder: workspace.folder, environment });
  const uri = workspace.uri("plugins.yaml");
  client.open(uri, MANIFEST);
  const found = await client.diagnosticsWith(uri, "manifest/wrong-type");
  expect(codesAt(MANIFEST, found)).toContain("manifest/wrong-type@[]");
  await client.close();
}

async function compiledFiles(): Promise<readonly string[]> {
  const files = await readdir(cache, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .toSorted();
}

test("what was compiled is kept in the user's cache, for the next start, and not in the workspace", async () => {
  await useServer({ XDG_CACHE_HOME: cache });
  const kept = await compiledFiles();
  expect(kept.every((file) => file.startsWith(path.join(cache, "patchbay", "compiled")))).toBe(
    true,
  );
  expect(kept.length).toBeGreaterThan(0);
  expect(await readdir(workspace.folder)).toEqual([]);
  await useServer({ XDG_CACHE_HOME: cache });
  expect(await compiledFiles()).toEqual(kept);
});

test("a cache that was spoilt is made anew, and one that cannot be written is done without", async () => {
  await useServer({ XDG_CACHE_HOME: cache });
  const kept = await compiledFiles();
  for (const file of kept) await writeFile(file, "spoilt");
  await useServer({ XDG_CACHE_HOME: cache });
  expect(await compiledFiles()).toEqual(kept);
  for (const file of kept) expect(await readFile(file, "latin1")).not.toBe("spoilt");

  const file = path.join(cache, "a-file");
  await writeFile(file, "in the way");
  await useServer({ XDG_CACHE_HOME: file });
  expect(await readFile(file, "utf8")).toBe("in the way");
});

test("what was compiled of builds of long ago is forgotten, whichever Node it was for", async () => {
  const compiled = path.join(cache, "patchbay", "compiled");
  const old = path.join(compiled, "v22.1.0-x64-1-0");
  const older = path.join(compiled, "v20.1.0-x64-1-0");
  const kept = Array.from({ length: 8 }, (_, index) => path.join(old, `build-${index}`));
  // Not Node's.
  kept.push(path.join(compiled, "worker-main.js-1"));
  await mkdir(old, { recursive: true });
  await mkdir(older);
  for (const file of kept) await writeFile(file, "");
  for (const file of kept) await utimes(file, new Date(2021, 0), new Date(2021, 0));
  const forgotten = path.join(older, "build");
  await writeFile(forgotten, "");
  await utimes(forgotten, new Date(2020, 0), new Date(2020, 0));

  await useServer({ XDG_CACHE_HOME: cache });

  expect(await readdir(compiled)).not.toContain(path.basename(older));
  expect(await compiledFiles()).toEqual(expect.arrayContaining(kept));
});

test("who wants no cache gets none", async () => {
  await useServer({ XDG_CACHE_HOME: cache, NODE_DISABLE_COMPILE_CACHE: "1" });
  expect(await compiledFiles()).toEqual([]);
});
