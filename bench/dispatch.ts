import { EventEmitter } from "node:events";
import Emittery from "emittery";
import { createHooks } from "hookable";
import { AsyncSeriesHook, SyncHook } from "tapable";
import { PluginRegistry, type KernelItem } from "../registry/kernel/index.ts";
import { PluginBase } from "../registry/sdk/index.ts";
import { comparison, measureInterleaved, type Variant } from "./base/interleaved.ts";
import { NaiveTelemetry, PlainTelemetry } from "./base/telemetry-peers.ts";

const SIZES = [1, 10, 100] as const;

/** Work that cannot be optimised away; a separate function for each plugin, as in real life. */
const sink = { count: 0 };
type Work = (payload: unknown) => void;
type AsyncWork = (payload: unknown) => Promise<void>;

function distinctWork(index: number): Work {
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function("sink", `return function handler${index}() { sink.count += ${index + 1}; }`)(
    sink,
  ) as Work;
}

function distinctAsyncWork(index: number): AsyncWork {
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function(
    "sink",
    `return async function handler${index}() { sink.count += ${index + 1}; }`,
  )(sink) as AsyncWork;
}

/** A registry with one plugin for each handler, as a manifest would make it. */
async function registryOf(handlers: readonly (Work | AsyncWork)[]): Promise<PluginRegistry> {
  const exports = Object.fromEntries(
    handlers.map((handler, index) => {
      class Plugin extends PluginBase {
        static override readonly hooks = ["tick"];
      }
      Object.defineProperty(Plugin.prototype, "tick", { value: handler });
      return [`P${index}`, Plugin];
    }),
  );
  const registry = new PluginRegistry({
    loader: { load: async () => ({ kind: "loaded", exports, file: "bench" }) },
  });
  const items = handlers.map((_, position): KernelItem => ({
    kind: "valid",
    position,
    entry: { name: `p${position}`, module: `bench:P${position}`, enabled: true },
  }));
  await registry.load(items);
  return registry;
}

async function syncVariants(size: number): Promise<readonly Variant[]> {
  const handlers = Array.from({ length: size }, (_, index) => distinctWork(index));
  const payload = { n: 1 };
  const registry = await registryOf(handlers);

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
    { name: "patchbay fire", run: () => registry.fire("tick", payload) },
    {
      name: "loop + 2 clock reads",
      run: () => {
        for (let index = 0; index < handlers.length; index++) {
          const startedAt = performance.now();
          handlers[index]?.(payload);
          sink.count += performance.now() - startedAt;
        }
      },
    },
    { name: "tapable + same telemetry", run: () => timed.call(payload) },
    {
      name: "naive port",
      run: () => {
        for (let index = 0; index < handlers.length; index++) {
          naive.call(index, () => handlers[index]?.(payload));
        }
      },
    },
    { name: "tapable, no telemetry", run: () => tapable.call(payload) },
    { name: "EventEmitter, no telemetry", run: () => emitter.emit("tick", payload) },
    { name: "hookable, no telemetry", run: () => hookable.callHook("tick", payload) },
    { name: "emittery, no telemetry", run: () => emittery.emit("tick", payload) },
  ];
}

async function asyncVariants(size: number): Promise<readonly Variant[]> {
  const handlers = Array.from({ length: size }, (_, index) => distinctAsyncWork(index));
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
    { name: "patchbay emit, deadline", run: () => registry.emit("tick", payload) },
    {
      name: "the same, with a report",
      run: () => registry.fireAndWait("tick", payload),
    },
    { name: "tapable + same telemetry", run: () => timed.promise(payload) },
    {
      name: "Promise.race + setTimeout",
      run: async () => {
        for (let index = 0; index < handlers.length; index++) {
          await raced.callAsync(index, () => raceTimer(handlers[index]?.(payload)));
        }
      },
    },
    { name: "tapable, no telemetry", run: () => tapable.promise(payload) },
    { name: "hookable, no telemetry", run: () => hookable.callHook("tick", payload) },
    { name: "emittery, no telemetry", run: () => emittery.emitSerial("tick", payload) },
  ];
}

async function raceTimer(work: Promise<void> | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((_, reject) => {
    timer = setTimeout(() => reject(new Error("late")), 5_000);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

/** Bytes that one sync fire allocates, from the heap's growth between collections. Needs `--expose-gc`; null without. */
async function allocatedPerFire(size: number): Promise<number | null> {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (collect === undefined) return null;
  const registry = await registryOf(
    Array.from({ length: size }, (_, index) => distinctWork(index)),
  );
  const payload = { n: 1 };
  const fires = 20_000;
  for (let index = 0; index < fires; index++) registry.fire("tick", payload);
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < fires; index++) registry.fire("tick", payload);
  return (process.memoryUsage().heapUsed - before) / fires;
}

/** Measures firing hooks against what people use. Prints tables: ns for each fire, medians, and ratios to ours. */
export async function run(): Promise<void> {
  for (const [title, variantsOf] of [
    ["sync handlers", syncVariants],
    ["async handlers", asyncVariants],
  ] as const) {
    for (const size of SIZES) {
      const results = await measureInterleaved(await variantsOf(size));
      console.log(comparison(`dispatch, ${title}, ${size} plugins (ns per fire)`, results));
    }
  }
  for (const size of [10, 100]) {
    const bytes = await allocatedPerFire(size);
    const shown = bytes === null ? "needs --expose-gc" : `${bytes.toFixed(1)} B`;
    console.log(`allocated per sync fire to ${size} plugins: ${shown}`);
  }
}
