import path from "node:path";
import { expect, test } from "vitest";
import { startBareThread } from "../../../registry/base/bare-thread.ts";

test("a thread that fails before anybody has taken it ends alone", async () => {
  const thread = startBareThread(path.join(import.meta.dirname, "no-such-worker.js"));

  // An error that nobody listens to would be thrown in this process, and fail the run. `once` would listen.
  const code = await new Promise((resolve) => {
    thread.on("exit", resolve);
  });

  expect(code).toBe(1);
  expect(thread.threadId).toBe(-1);
});
