import {
  PluginRegistry,
  type KernelItem,
  type TelemetryMode,
} from "../../registry/kernel/index.ts";
import { PluginBase } from "../../registry/sdk/index.ts";

/** Work that cannot be optimised away. */
const sink = { count: 0 };

export type Work = (payload: unknown) => void;
export type AsyncWork = (payload: unknown) => Promise<void>;

/** Handlers that do next to nothing, each a function of its own, as in real life. */
export function distinctWork(size: number): readonly Work[] {
  return madeOf(size, "function") as readonly Work[];
}

/** The same, asynchronous. */
export function distinctAsyncWork(size: number): readonly AsyncWork[] {
  return madeOf(size, "async function") as readonly AsyncWork[];
}

function madeOf(size: number, keyword: string): readonly unknown[] {
  return Array.from({ length: size }, (_, index): unknown => {
    const source = `return ${keyword} handler${index}() { sink.count += ${index + 1}; }`;
    // oxlint-disable-next-line typescript/no-implied-eval
    return new Function("sink", source)(sink);
  });
}

/** Lets a figure that was measured count for something. */
export function keep(value: number): void {
  sink.count += value;
}

/** A registry with one plugin for each handler, as a manifest would make it. */
export async function registryOf(
  handlers: readonly (Work | AsyncWork)[],
  telemetry: TelemetryMode = "exact",
): Promise<PluginRegistry> {
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
    telemetry,
  });
  const items = handlers.map((_, position): KernelItem => ({
    kind: "valid",
    position,
    entry: { name: `p${position}`, module: `bench:P${position}`, enabled: true },
  }));
  await registry.load(items);
  return registry;
}
