import { describe, expect, test } from "vitest";
import {
  findAll,
  findInEntry,
  type Check,
  type EntryCheck,
} from "../../../server/diagnostics/index.ts";
import {
  KnownEntry,
  ClassDirectory,
  TextFile,
  TextFiles,
  Workspace,
  readSetup,
  knownEntries,
} from "../../../server/workspace/index.ts";
import { indexWith, unexpected } from "./fake-index.ts";

const ROOTS = { manifestFolder: "/w", workspaceFolder: "/w", sourceRoots: [] };

function recordingLog(): {
  failed: (attempt: string) => void;
  info: () => void;
  attempts: string[];
} {
  const attempts: string[] = [];
  return { failed: (attempt) => attempts.push(attempt), info: () => undefined, attempts };
}

test("a check that throws is logged and costs nothing of the others", () => {
  const finding = {
    code: "hook/unknown",
    severity: "hint",
    message: "m",
    span: { start: 0, end: 1 },
  } as const;
  const good: Check<string> = { name: "good", find: () => [finding] };
  const bad: Check<string> = {
    name: "bad",
    find: () => {
      throw new Error("broken");
    },
  };
  const log = recordingLog();
  expect(findAll([good, bad, good], "subject", log)).toEqual([finding, finding]);
  expect(log.attempts).toEqual(["Checking bad"]);
});

test("a check that throws at every entry is logged once, and the others are asked about every entry", () => {
  const log = recordingLog();
  const setup = readSetup({ processId: null, rootUri: null, capabilities: {} });
  const workspace = new Workspace(setup, new TextFiles(), unexpected, {}, log);
  const text = "- name: a\n- name: b\n";
  const entries = knownEntries(TextFile.onDisk("untitled:plugins.yaml", text), workspace);
  const around = { text, fired: new Set<string>(), secretsStamp: "" };
  const bad: EntryCheck = { name: "bad", find: unexpected };
  const good: EntryCheck = {
    name: "good",
    find: ({ item }: KnownEntry) => [
      { code: "hook/unknown", severity: "hint", message: item.name, span: item.span },
    ],
  };
  for (let round = 1; round <= 2; round++) {
    const find = findInEntry([bad, good], log);
    const found = entries.flatMap((known) => find(known, around).findings);
    expect(found.map(({ message }) => message)).toEqual(["a", "b"]);
    // What failed is tried again with the next diagnostics.
    expect(log.attempts).toHaveLength(round);
  }
});

describe("what is known of classes", () => {
  test("a read that fails claims nothing, and is tried again with the next diagnostics", async () => {
    let fails = true;
    const found = { kind: "file-not-found", looked: ["/w/a.ts"] } as const;
    const log = recordingLog();
    const directory = new ClassDirectory(
      () =>
        Promise.resolve(
          indexWith(() => (fails ? Promise.reject(new Error("offline")) : Promise.resolve(found))),
        ),
      log,
    );
    expect(directory.knownFrom(ROOTS)("./a.ts:A")).toBeNull();
    directory.readWanted();
    await until(() => log.attempts.length === 1);
    expect(directory.knownFrom(ROOTS)("./a.ts:A")).toBeNull();
    fails = false;
    const learnt = new Promise<void>((resolve) => {
      directory.onDidLearn(() => {
        resolve();
      });
    });
    directory.readWanted();
    await learnt;
    expect(directory.knownFrom(ROOTS)("./a.ts:A")).toEqual(found);
  });

  test("what changes during a slow read is read again: the older answer does not stay", async () => {
    const answers: ((name: string) => void)[] = [];
    const directory = new ClassDirectory(
      () =>
        Promise.resolve(
          indexWith(
            () =>
              new Promise((resolve) => {
                answers.push((name) => {
                  resolve({ kind: "file-not-found", looked: [name] });
                });
              }),
          ),
        ),
      recordingLog(),
    );
    directory.knownFrom(ROOTS)("./a.ts:A");
    directory.readWanted();
    await until(() => answers.length === 1);
    directory.invalidate(["/w/a.ts"]);
    answers[0]?.("older");
    await until(() => directory.knownFrom(ROOTS)("./a.ts:A") !== null);
    directory.readWanted();
    await until(() => answers.length === 2);
    answers[1]?.("newer");
    await until(() => JSON.stringify(directory.knownFrom(ROOTS)("./a.ts:A")).includes("newer"));
  });
});

/** Turns the event loop until something holds; the test's own limit ends it. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
