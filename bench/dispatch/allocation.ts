import { distinctWork, registryOf } from "./plugins.ts";

const FIRES = 20_000;
/** The engine compiles the hot path beside it, which on a busy machine may be late: the round that allocates least is the compiled one. */
const ROUNDS = 40;

/** Bytes that one sync fire allocates, from the heap's growth between collections; null without `--expose-gc`. */
export async function allocatedPerFire(size: number): Promise<number | null> {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (collect === undefined) return null;
  const registry = await registryOf(distinctWork(size));
  const payload = { n: 1 };
  const fire = (): void => {
    for (let index = 0; index < FIRES; index++) registry.fire("tick", payload);
  };
  fire();
  const rounds = Array.from({ length: ROUNDS }, () => {
    collect();
    const before = process.memoryUsage().heapUsed;
    fire();
    return (process.memoryUsage().heapUsed - before) / FIRES;
  });
  return Math.min(...rounds);
}
