import { expect, test } from "vitest";
import type { PluginThread } from "../../../registry/host/plugin-thread.ts";
import { StandbyThread } from "../../../registry/host/standby-thread.ts";

test("a thread in reserve that cannot do what it is asked to says so, and is there all the same", async () => {
  const failures: unknown[] = [];
  const refusal = new Error("refused");
  // Of a thread nothing but this is asked.
  const thread = {
    lost: new Promise(() => undefined),
    ask: () => Promise.reject(refusal),
  } as unknown as PluginThread;
  const reserve = new StandbyThread({
    start: () => thread,
    rehearse: () => Promise.reject(refusal),
    onFailure: (error) => failures.push(error),
  });
  await reserve.prepareNow();
  await reserve.tell((calls) => calls.state());
  expect(failures).toEqual([refusal, refusal]);
  expect(reserve.take()).toBe(thread);
});
