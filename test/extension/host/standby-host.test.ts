import { expect, test } from "vitest";
import type { HostProcess } from "../../../extension/host/host-process.ts";
import { StandbyHost } from "../../../extension/host/standby-host.ts";
import type { HostOptions } from "../../../schemas/index.ts";

interface Preparing {
  readonly host: HostProcess;
  readonly ready: () => void;
  readonly refuse: (error: Error) => void;
  readonly end: () => void;
}

/** A host of which nobody asks more than that it gets ready, ends and is closed. */
function preparing(closed: HostProcess[]): Preparing {
  const prepared = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  const host = {
    calls: { prepare: () => prepared.promise },
    gone: gone.promise,
    close: async () => void closed.push(host),
  } as unknown as HostProcess;
  const end = (): void => {
    gone.resolve();
    prepared.reject(new Error("the registry host has ended"));
  };
  return { host, ready: prepared.resolve, refuse: prepared.reject, end };
}

function standby() {
  const started: Preparing[] = [];
  const closed: HostProcess[] = [];
  const failures: string[] = [];
  const kept = new StandbyHost({
    isWanted: () => true,
    start() {
      const next = preparing(closed);
      started.push(next);
      return next.host;
    },
    options: () => ({}) as HostOptions, // Not looked into.
    onReady: () => undefined,
    onFailure: (error) => failures.push(String(error)),
  });
  return { kept, started, closed, failures };
}

/** As long as promises take that are settled. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("one that fails to get ready is reported and ended, and another is started at the next review", async () => {
  const { kept, started, closed, failures } = standby();
  kept.review();
  started[0]?.refuse(new Error("asleep"));
  await settle();
  expect(failures).toEqual(["Error: asleep"]);
  expect(closed).toEqual([started[0]?.host]);
  kept.review();
  started[1]?.ready();
  await settle();
  expect(kept.take()).toBe(started[1]?.host);
});

test("one that ends while it gets ready is reported once, and after three nobody tries until another host runs", async () => {
  const { kept, started, failures } = standby();
  for (let time = 0; time < 5; time += 1) {
    kept.review();
    started.at(-1)?.end();
    await settle();
  }
  expect(failures).toHaveLength(3);
  expect(started).toHaveLength(3);
  kept.prepare();
  kept.review();
  expect(started).toHaveLength(4);
  await kept.close();
});

test("one that gets ready is not to be had yet, and goes on", async () => {
  const { kept, started, closed } = standby();
  kept.review();
  expect(kept.take()).toBeNull();
  started[0]?.ready();
  await settle();
  expect(closed).toEqual([]);
  expect(kept.take()).toBe(started[0]?.host);
});
