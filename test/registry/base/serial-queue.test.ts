import { expect, test } from "vitest";
import { SerialQueue } from "../../../registry/base/serial-queue.ts";

test("a queue is idle until it is asked for something, and when that has ended, well or not", async () => {
  const queue = new SerialQueue();
  const { promise: opened, resolve: letGo } = Promise.withResolvers<void>();
  expect(queue.isIdle).toBe(true);

  const fails = queue.run(async () => {
    await opened;
    throw new Error("no");
  });
  const last = queue.run(() => "done");
  expect(queue.isIdle).toBe(false);
  letGo();

  await expect(fails).rejects.toThrow("no");
  expect(await last).toBe("done");
  expect(queue.isIdle).toBe(true);
});
