import { setImmediate as turn } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { DeadlineSweep, Pending } from "../../../registry/kernel/deadline-sweep.ts";

test("a deadline that is later than a timer can be set for is waited for with one that can", async () => {
  class Waiting extends Pending {
    override readonly expire = vi.fn<() => void>();
  }
  const warnings: string[] = [];
  const warned = ({ name }: Error): void => void warnings.push(name);
  process.on("warning", warned);
  const now = vi.fn(() => 0);
  const sweep = new DeadlineSweep({ now, wall: () => 0 });
  const waiting = new Waiting();
  waiting.expiresAt = 2 ** 40;

  sweep.add(waiting);
  await turn();
  sweep.remove(waiting);
  await turn();
  process.off("warning", warned);

  expect(warnings).toEqual([]);
  expect(waiting.expire).not.toHaveBeenCalled();
});
