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

test("deadlines that are suspended do not pass, and what waits gets the time back that it waited", async () => {
  class Waiting extends Pending {
    override readonly expire = vi.fn<() => void>();
  }
  let now = 0;
  const sweep = new DeadlineSweep({ now: () => now, wall: () => 0 });
  const [before, during, halted] = [new Waiting(), new Waiting(), new Waiting()];
  before.expiresAt = 10;
  sweep.add(before);
  sweep.suspend();
  sweep.suspend();
  now = 1_000;
  during.expiresAt = 1_010;
  sweep.add(during);
  sweep.add(halted);
  // It began, and was halted, while no deadline passed.
  halted.expiresAt = 500 + 10;
  sweep.moved(halted, 10);
  await turn();

  expect(sweep.wakesAt).toBe(Infinity);
  now = 2_000;
  sweep.resume();
  sweep.resume();

  const expiries = [before, during, halted].map(({ expiresAt }) => expiresAt);
  expect(expiries).toEqual([2_010, 2_010, 2_010]);
  expect(sweep.wakesAt).toBe(2_010);
  expect(before.expire).not.toHaveBeenCalled();
  sweep.remove(before);
  sweep.remove(during);
  sweep.remove(halted);
});
