import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CallDeadline } from "../../../extension/host/call-deadline.ts";

const TIMEOUT_MS = 1_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** How far a call has come when twice the time has passed that it may take. */
async function stateOf(keeping: Promise<void>): Promise<string> {
  let state = "waits";
  void keeping.then(
    () => (state = "answered"),
    (error: Error) => (state = error.message),
  );
  await vi.advanceTimersByTimeAsync(TIMEOUT_MS * 2);
  return state;
}

test("an answer that does not come is given up, and the call named", async () => {
  const deadline = new CallDeadline(TIMEOUT_MS);

  expect(await stateOf(deadline.keep("fire", new Promise(() => undefined)))).toContain("fire");
  expect(await stateOf(deadline.keep("fire", Promise.resolve()))).toBe("answered");
  const ended = new Error("the registry host has ended");
  expect(await stateOf(deadline.keep("fire", Promise.reject(ended)))).toBe(ended.message);
});

test("while a debugger may halt the plugins an answer may take as long as it takes", async () => {
  const deadline = new CallDeadline(TIMEOUT_MS);
  await deadline.keep("openDebugger", Promise.resolve({ kind: "open", url: "ws://127.0.0.1:1/" }));

  expect(await stateOf(deadline.keep("fire", new Promise(() => undefined)))).toBe("waits");

  await deadline.keep("closeDebugger", Promise.resolve());
  expect(await stateOf(deadline.keep("fire", new Promise(() => undefined)))).toContain("fire");
});

test("a debugger that was not opened leaves every answer its bound", async () => {
  const deadline = new CallDeadline(TIMEOUT_MS);
  const never = new Promise(() => undefined);
  const refused = deadline.keep("openDebugger", Promise.resolve({ kind: "refused", message: "" }));
  await refused;

  expect(await stateOf(deadline.keep("fire", never))).toContain("fire");
  expect(await stateOf(deadline.keep("openDebugger", never))).toContain("openDebugger");
  expect(await stateOf(deadline.keep("fire", never))).toContain("fire");
});

test("a debugger that was closed before it was open is not open", async () => {
  const deadline = new CallDeadline(TIMEOUT_MS);
  const opened = deadline.keep("openDebugger", Promise.resolve({ kind: "open", url: "" }));
  await deadline.keep("closeDebugger", Promise.resolve());
  await opened;

  expect(await stateOf(deadline.keep("fire", new Promise(() => undefined)))).toContain("fire");
});
