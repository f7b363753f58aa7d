import { expect, test } from "vitest";
import { blame, unexplainedProblem } from "../../../registry/host/blame.ts";

/** Nobody in this process knows which words of it are secrets. */
function thrown(code?: string): Error {
  const error = new Error("refused sk-1234");
  error.name = "sk-1234";
  return code === undefined ? error : Object.assign(error, { code });
}

test("of what ended the plugins' thread no word is told that a plugin can have chosen", () => {
  for (const error of [thrown(), thrown("sk-1234"), thrown("ERR_WORKER_sk-1234")]) {
    const loss = { kind: "ended", culprit: "ticket_sync", suspect: null, code: 1, error } as const;
    const told = [blame(loss, 1_000)?.problem.message, unexplainedProblem(2, loss).message];
    expect(told).toEqual([
      "ticket_sync ended the plugins' thread (an error that nothing caught), so it was stopped. Reload it to try again.",
      "The plugins' thread ended 2 times (an error that nothing caught), and no plugin can be told to be the reason.",
    ]);
  }
});

test("Node's own word for the end of a thread is told", () => {
  const error = thrown("ERR_WORKER_INIT_FAILED");
  const loss = { kind: "ended", culprit: "ticket_sync", suspect: null, code: 1, error } as const;
  expect(unexplainedProblem(1, loss).message).toContain("(ERR_WORKER_INIT_FAILED)");
});
