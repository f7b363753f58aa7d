import Emittery from "emittery";
import { createHooks } from "hookable";
import { AsyncSeriesHook } from "tapable";
import type { Variant } from "../base/interleaved.ts";
import { PlainTelemetry } from "../base/telemetry-peers.ts";
import { distinctAsyncWork, registryOf, type AsyncWork } from "./plugins.ts";

export const OURS = "patchbay emit, deadline";
export const TIMED_TAPABLE = "tapable + same telemetry";
export const RACE = "Promise.race + setTimeout";
export const BARE_TAPABLE = "tapable, no telemetry";

/** One fire to asynchronous handlers, each waited for, by everybody. */
export async function asyncSides(size: number): Promise<readonly Variant[]> {
  const handlers = distinctAsyncWork(size);
  const payload = { n: 1 };
  const registry = await registryOf(handlers);

  const plain = new PlainTelemetry(size);
  const raced = new PlainTelemetry(size);
  const tapable = new AsyncSeriesHook<[unknown]>(["payload"]);
  const timed = new AsyncSeriesHook<[unknown]>(["payload"]);
  const hookable = createHooks<{ tick: AsyncWork }>();
  const emittery = new Emittery<{ tick: unknown }>();
  handlers.forEach((handler, index) => {
    tapable.tapPromise(`p${index}`, (value) => handler(value));
    timed.tapPromise(`p${index}`, (value) => plain.callAsync(index, () => handler(value)));
    hookable.hook("tick", (value) => handler(value));
    emittery.on("tick", (value) => handler(value));
  });

  return [
    { name: OURS, run: () => registry.emit("tick", payload) },
    { name: "the same, with a report", run: () => registry.fireAndWait("tick", payload) },
    { name: TIMED_TAPABLE, run: () => timed.promise(payload) },
    {
      name: RACE,
      run: async () => {
        for (let index = 0; index < handlers.length; index++) {
          await raced.callAsync(index, () => raceTimer(handlers[index]?.(payload)));
        }
      },
    },
    { name: BARE_TAPABLE, run: () => tapable.promise(payload) },
    { name: "hookable, no telemetry", run: () => hookable.callHook("tick", payload) },
    { name: "emittery, no telemetry", run: () => emittery.emitSerial("tick", payload) },
  ];
}

/** The usual way of giving a call a deadline. */
async function raceTimer(work: Promise<void> | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((_, reject) => {
    timer = setTimeout(() => reject(new Error("late")), 5_000);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
