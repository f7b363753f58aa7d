import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { FolderWatcher } from "../../../registry/runtimes/follow/index.ts";

interface Watched {
  readonly at: (file: string) => string;
  readonly watcher: FolderWatcher;
  /** Waits until a path is told of, and forgets what was told. */
  heardOf: (file: string) => Promise<readonly string[]>;
}

function watched(...files: readonly string[]): Watched {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "patchbay-watch-")));
  const at = (file: string): string => path.join(folder, file);
  let told: string[] = [];
  const watcher = new FolderWatcher((file) => told.push(file));
  onTestFinished(() => {
    watcher.close();
    rmSync(folder, { recursive: true, force: true });
  });
  watcher.watch(new Set(files.map(at)));
  const heardOf: Watched["heardOf"] = async (file) => {
    await vi.waitUntil(() => told.includes(at(file)), { interval: 5, timeout: 20_000 });
    const heard = told;
    told = [];
    return heard;
  };
  return { at, watcher, heardOf };
}

test("a write at a watched path is told; one beside it is not", async () => {
  const { at, heardOf } = watched("one.ts", "two.ts");

  writeFileSync(at("other.ts"), "x");
  writeFileSync(at("one.ts"), "x");

  expect(new Set(await heardOf("one.ts"))).toEqual(new Set([at("one.ts")]));
});

test("a file that takes another's name is told of by that name", async () => {
  const { at, heardOf } = watched("one.ts");

  writeFileSync(at("one.ts.tmp"), "x");
  renameSync(at("one.ts.tmp"), at("one.ts"));

  await heardOf("one.ts");
});

test("a path is followed into folders that are made only later, and made again", async () => {
  const { at, heardOf } = watched("src/plugins/one.ts");

  for (let time = 0; time < 2; time += 1) {
    mkdirSync(at("src"));
    await heardOf("src/plugins/one.ts");
    mkdirSync(at("src/plugins"));
    await heardOf("src/plugins/one.ts");
    writeFileSync(at("src/plugins/one.ts"), "x");
    await heardOf("src/plugins/one.ts");
    rmSync(at("src"), { recursive: true });
    await heardOf("src/plugins/one.ts");
  }
});

test("nothing is told of paths that are not watched any more", async () => {
  const { at, watcher, heardOf } = watched("one.ts", "two.ts");
  watcher.watch(new Set([at("two.ts")]));

  writeFileSync(at("one.ts"), "x");
  writeFileSync(at("two.ts"), "x");

  expect(await heardOf("two.ts")).not.toContain(at("one.ts"));
});
