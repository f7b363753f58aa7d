import { expect, test } from "vitest";
import { RestartPolicy } from "../../../extension/host/restart-policy.ts";

test("the first crash is followed by a restart at once, each further one by a longer wait", () => {
  const policy = new RestartPolicy();
  const delays = [0, 1000, 2000, 3000].map((now) => policy.delayAfterCrash(now));
  expect(delays[0]).toBe(0);
  for (const [index, delay] of delays.slice(1).entries()) {
    expect(delay).toBeGreaterThan(delays[index] ?? 0);
  }
});

test("a host that keeps crashing is left alone", () => {
  const policy = new RestartPolicy();
  const delays = Array.from({ length: 6 }, (_, index) => policy.delayAfterCrash(index * 1000));
  expect(delays.at(-1)).toBeNull();
});

test("crashes that are far apart are not a series", () => {
  const policy = new RestartPolicy();
  const delays = Array.from({ length: 20 }, (_, hour) => policy.delayAfterCrash(hour * 3_600_000));
  expect(new Set(delays)).toEqual(new Set([0]));
});

test("a person's restart gives the whole budget back", () => {
  const policy = new RestartPolicy();
  while (policy.delayAfterCrash(0) !== null);
  policy.reset();
  expect(policy.delayAfterCrash(0)).toBe(0);
});
