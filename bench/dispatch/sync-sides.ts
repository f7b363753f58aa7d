import { EventEmitter } from "node:events";
import Emittery from "emittery";
import { createHooks } from "hookable";
import { SyncHook } from "tapable";
import type { Variant } from "../base/interleaved.ts";
import { NaiveTelemetry, PlainTelemetry } from "../base/telemetry-peers.ts";
import { distinctWork, keep, registryOf, type Work } from "./plugins.ts";

export const OURS = "patchbay fire";
export const SAMPLED = "patchbay fire, sampled";
export const LOOP = "loop + 2 clock reads";
export const TIMED_TAPABLE = "tapable + same telemetry";
export const BARE_TAPABLE = "tapable, no telemetry";
export const NAIVE = "naive port of the original";

/** One fire to synchronous handlers, by everybody. */
export async function syncSides(size: number): Promise<readonly Variant[]> {
  const handlers = distinctWork(size);
  const payload = { n: 1 };
  const registry = await registryOf(handlers);
  const sampled = await registryOf(handlers, "sampled");

  const plain = new PlainTelemetry(size);
  const naive = new NaiveTelemetry(size);
  const tapable = new SyncHook<[unknown]>(["payload"]);
  const timed = new SyncHook<[unknown]>(["payload"]);
  const emitter = new EventEmitter().setMaxListeners(size);
  const hookable = createHooks<{ tick: Work }>();
  const emittery = new Emittery<{ tick: unknown }>();
  handlers.forEach((handler, index) => {
    tapable.tap(`p${index}`, (value) => handler(value));
    timed.tap(`p${index}`, (value) => plain.call(index, () => handler(value)));
    emitter.on("tick", (value) => handler(value));
    hookable.hook("tick", (value) => handler(value));
    emittery.on("tick", (value) => handler(value));
  });

  return [
    { name: OURS, run: () => registry.fire("tick", payload) },
    { name: SAMPLED, run: () => sampled.fire("tick", payload) },
    {
      name: LOOP,
      run: () => {
        for (let index = 0; index < handlers.length; index++) {
          const startedAt = performance.now();
          handlers[index]?.(payload);
          keep(performance.now() - startedAt);
        }
      },
    },
    { name: TIMED_TAPABLE, run: () => timed.call(payload) },
    {
      name: NAIVE,
      run: () => {
        for (let index = 0; index < handlers.length; index++) {
          naive.call(index, () => handlers[index]?.(payload));
        }
      },
    },
    { name: BARE_TAPABLE, run: () => tapable.call(payload) },
    { name: "EventEmitter, no telemetry", run: () => emitter.emit("tick", payload) },
    { name: "hookable, no telemetry", run: () => hookable.callHook("tick", payload) },
    { name: "emittery, no telemetry", run: () => emittery.emit("tick", payload) },
  ];
}
