import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { ThreadDebugging } from "../../../registry/host/thread-debugging.ts";

/** How a thread that answers in these ways, one after the other, is debugged, and whether it is looked after. */
function debugging(...answers: (() => Promise<unknown>)[]) {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-debugging-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const mapsFolder = path.join(folder, "maps");
  const looks: boolean[] = [];
  const thread = new ThreadDebugging({
    // Whatever is asked: what comes back is of the type that the test means.
    ask: <Result>() => (answers.shift()?.() ?? Promise.resolve(null)) as Promise<Result | null>,
    leaveAlone: () => looks.push(false),
    lookAgain: () => looks.push(true),
    mapsFolder,
  });
  return { thread, looks, mapsFolder };
}

const NOTHING_UNDER_WAY = (): Promise<unknown> => Promise.resolve(0);
const OPEN = (): Promise<unknown> => Promise.resolve({ kind: "open", url: "ws://127.0.0.1:1/" });
const FAILS = (): Promise<unknown> => Promise.reject(new Error("EBUSY"));

test("a thread that does not say that it is free is looked after all the time", async () => {
  const { thread, looks } = debugging(() => new Promise(() => undefined));

  void thread.open();
  // It has asked the thread by then.
  await turn();
  await thread.close();

  expect(looks).toEqual([]);
  expect(thread.isOpen).toBe(false);
});

test("a thread that fails at opening is looked after again", async () => {
  const { thread, looks } = debugging(NOTHING_UNDER_WAY, FAILS);

  await expect(thread.open()).rejects.toThrow("EBUSY");

  expect(looks).toEqual([false, true]);
  expect(thread.isOpen).toBe(false);
});

test("a thread that fails at closing is looked after again, and can be debugged again", async () => {
  const { thread, looks } = debugging(NOTHING_UNDER_WAY, OPEN, FAILS, NOTHING_UNDER_WAY, OPEN);
  await thread.open();

  await thread.close();

  expect(looks).toEqual([false, true]);
  expect(await thread.open()).toMatchObject({ kind: "open" });
  expect(thread.isOpen).toBe(true);
});

test("of a thread that is gone no source maps are left", async () => {
  const { thread, mapsFolder } = debugging(NOTHING_UNDER_WAY, OPEN);
  await thread.open();
  mkdirSync(mapsFolder);
  writeFileSync(path.join(mapsFolder, "1.map"), "{}");

  thread.ended();

  expect(existsSync(mapsFolder)).toBe(false);
  expect(thread.isOpen).toBe(false);
});
