import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
  type FSWatcher,
  type WatchListener,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import {
  FolderWatcher,
  type FolderWatcherOptions,
} from "../../../registry/runtimes/follow/index.ts";

interface Watched {
  readonly at: (file: string) => string;
  readonly watcher: FolderWatcher;
  start: (...files: readonly string[]) => void;
  /** Waits until a path is told of, and forgets what was told. */
  heardOf: (file: string) => Promise<readonly string[]>;
}

function prepared(options: FolderWatcherOptions = {}): Watched {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "patchbay-watch-")));
  const at = (file: string): string => path.join(folder, file);
  let told: string[] = [];
  const watcher = new FolderWatcher((file) => told.push(file), options);
  onTestFinished(() => {
    watcher.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const heardOf: Watched["heardOf"] = async (file) => {
    await vi.waitUntil(() => told.includes(at(file)), { interval: 5, timeout: 200_000 });
    const heard = told;
    told = [];
    return heard;
  };
  return { at, watcher, start: (...files) => watcher.watch(new Set(files.map(at))), heardOf };
}

function watched(...files: readonly string[]): Watched {
  const prepares = prepared();
  prepares.start(...files);
  return prepares;
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

test("a link is told of when what it leads to changes, wherever that is, and when it leads elsewhere", async () => {
  const { at, start, heardOf } = prepared();
  for (const folder of ["plugins", "one", "two"]) mkdirSync(at(folder));
  writeFileSync(at("one/real.ts"), "1");
  symlinkSync("../one/real.ts", at("plugins/link.ts"));
  start("plugins/link.ts");

  writeFileSync(at("one/real.ts"), "2");
  expect(new Set(await heardOf("plugins/link.ts"))).toEqual(new Set([at("plugins/link.ts")]));

  symlinkSync("../two/later.ts", at("plugins/new.ts"));
  renameSync(at("plugins/new.ts"), at("plugins/link.ts"));
  await heardOf("plugins/link.ts");

  writeFileSync(at("two/later.ts"), "3");
  await heardOf("plugins/link.ts");
});

test("a file that is mounted through a folder which is swapped as a whole is followed", async () => {
  const { at, start, heardOf } = prepared();
  for (const folder of ["..first", "..second"]) {
    mkdirSync(at(folder));
    writeFileSync(at(`${folder}/plugins.yaml`), folder);
  }
  symlinkSync("..first", at("..data"));
  symlinkSync("..data/plugins.yaml", at("plugins.yaml"));
  start("plugins.yaml");

  symlinkSync("..second", at("..data_new"));
  renameSync(at("..data_new"), at("..data"));
  await heardOf("plugins.yaml");

  writeFileSync(at("..second/plugins.yaml"), "changed");
  await heardOf("plugins.yaml");
});

test("links that lead in a circle, or nowhere, are watched like any path", async () => {
  const { at, start, heardOf } = prepared();
  symlinkSync("b.ts", at("a.ts"));
  symlinkSync("a.ts", at("b.ts"));
  symlinkSync("nowhere/c.ts", at("c.ts"));
  start("a.ts", "c.ts");

  rmSync(at("a.ts"));
  writeFileSync(at("a.ts"), "x");
  await heardOf("a.ts");

  mkdirSync(at("nowhere"));
  writeFileSync(at("nowhere/c.ts"), "x");
  await heardOf("c.ts");
});

test("nothing is told of paths that are not watched any more", async () => {
  const { at, watcher, heardOf } = watched("one.ts", "two.ts");
  watcher.watch(new Set([at("two.ts")]));

  writeFileSync(at("one.ts"), "x");
  writeFileSync(at("two.ts"), "x");

  expect(await heardOf("two.ts")).not.toContain(at("one.ts"));
});

/** Opens the system's watches, each after something else has happened. */
function openAfter(happen: (folder: string) => void): typeof watch {
  const open = (folder: string, listener: WatchListener<string>): FSWatcher => {
    happen(folder);
    return watch(folder, listener);
  };
  return open as typeof watch; // The watcher calls no other of its forms.
}

test("folders and files that are made while their parent's watch is being opened are heard of", async () => {
  const { at, heardOf, start } = prepared({
    openWatch: openAfter((folder) => {
      if (folder !== path.dirname(at("src")) || existsSync(at("src"))) return;
      mkdirSync(at("src/plugins"), { recursive: true });
      writeFileSync(at("src/plugins/one.ts"), "x");
    }),
  });

  start("src/plugins/one.ts");

  await heardOf("src/plugins/one.ts");
  writeFileSync(at("src/plugins/one.ts"), "xy");
  await heardOf("src/plugins/one.ts");
});

test("a file that is written while its folder's watch is being opened is heard of, and no other", async () => {
  const { at, heardOf, start } = prepared({
    openWatch: openAfter(() => writeFileSync(at("one.ts"), "after")),
  });
  writeFileSync(at("one.ts"), "before");
  writeFileSync(at("two.ts"), "before");

  start("one.ts", "two.ts");

  expect(await heardOf("one.ts")).toEqual([at("one.ts")]);
});

test("where the system gives no watches, files and folders are looked at, and that is told once", async () => {
  const told: string[] = [];
  let isOut = true;
  const { at, heardOf, start, watcher } = prepared({
    onRefused: (message) => told.push(message),
    openWatch: openAfter(() => {
      if (isOut) throw Object.assign(new Error("no more"), { code: "EMFILE" });
    }),
  });
  mkdirSync(at("more"));
  start("src/one.ts");
  watcher.watch(new Set([at("src/one.ts")]), new Set([at("more")]));

  mkdirSync(at("src"));
  writeFileSync(at("src/one.ts"), "x");
  await heardOf("src/one.ts");
  rmSync(at("src"), { recursive: true });
  await heardOf("src/one.ts");
  writeFileSync(at("more/two.ts"), "x");
  await heardOf("more");
  expect(told).toEqual([
    expect.stringMatching(/\(EMFILE\).*looked at every 1000 ms.*fs\.inotify\.max_user_instances/),
  ]);

  isOut = false;
  writeFileSync(at("more/three.ts"), "x");
  await heardOf("more");
  writeFileSync(at("more/four.ts"), "x");
  await heardOf("more/four.ts");
});

test("what is closed looks at nothing any more, and may be opened again", async () => {
  const { at, heardOf, start, watcher } = watched("one.ts");

  watcher.close();
  start("one.ts");
  writeFileSync(at("one.ts"), "x");

  await heardOf("one.ts");
});
