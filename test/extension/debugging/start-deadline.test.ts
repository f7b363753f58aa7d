import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { StartDeadline } from "../../../extension/debugging/start-deadline.ts";

const MINUTE_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
  return () => void vi.useRealTimers();
});

function startDeadline() {
  const pass = vi.fn<() => void>();
  const deadline = new StartDeadline(pass);
  onTestFinished(() => deadline.clear());
  return { deadline, pass };
}

test("a session that does not begin is waited for a minute, whatever ends meanwhile", () => {
  const { deadline, pass } = startDeadline();
  deadline.begin(null);
  vi.advanceTimersByTime(MINUTE_MS - 1);
  deadline.prolong();
  expect(pass).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(pass).toHaveBeenCalledOnce();
});

test("a task before it may take as long as it likes, and the minute begins when it has ended", () => {
  const { deadline, pass } = startDeadline();
  let isPreparing = true;
  deadline.begin(() => isPreparing);
  vi.advanceTimersByTime(10.9 * MINUTE_MS);
  isPreparing = false;
  deadline.prolong();
  vi.advanceTimersByTime(MINUTE_MS - 1);
  expect(pass).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(pass).toHaveBeenCalledOnce();
});

test("once a session has begun, nothing passes, whatever ends meanwhile", () => {
  const { deadline, pass } = startDeadline();
  deadline.begin(() => false);
  deadline.clear();
  deadline.prolong();
  vi.advanceTimersByTime(10 * MINUTE_MS);
  expect(pass).not.toHaveBeenCalled();
});
