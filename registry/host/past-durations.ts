import { DURATION_BOUNDS_MS, type HookDurations } from "../../schemas/index.ts";

/** How long calls took in threads that are gone, so that what is counted of them never becomes less. */
export class PastDurations {
  /** By plugin, then hook. */
  readonly #past = new Map<string, Map<string, HookDurations>>();

  /** The thread is gone that told this last. */
  absorb(last: readonly HookDurations[]): void {
    for (const total of this.total(last)) {
      const hooks = this.#past.get(total.plugin) ?? new Map<string, HookDurations>();
      this.#past.set(total.plugin, hooks.set(total.hook, total));
    }
  }

  /** A call that failed and went with its thread, which could not tell of it. */
  addFailure(plugin: string, hook: string, durationMs: number): void {
    const column = DURATION_BOUNDS_MS.findIndex((bound) => durationMs <= bound);
    const counts = Array.from({ length: DURATION_BOUNDS_MS.length + 1 }, () => 0);
    counts.splice(column, 1, 1); // -1, beyond all bounds, is the last.
    this.absorb([{ plugin, hook, counts, totalMs: durationMs, failures: 1 }]);
  }

  /** A plugin left the manifest: its past is over. */
  keepOnly(plugins: ReadonlySet<string>): void {
    for (const name of this.#past.keys()) if (!plugins.has(name)) this.#past.delete(name);
  }

  /** With what the running thread tells of its own calls. */
  total(current: readonly HookDurations[]): HookDurations[] {
    const isTold = new Set(current.map(({ plugin, hook }) => `${plugin}\n${hook}`));
    const silent = Array.from(this.#past.values()).flatMap((hooks) =>
      Array.from(hooks.values()).filter(({ plugin, hook }) => !isTold.has(`${plugin}\n${hook}`)),
    );
    return [
      ...current.map((now) => add(this.#past.get(now.plugin)?.get(now.hook), now)),
      ...silent,
    ];
  }
}

function add(past: HookDurations | undefined, now: HookDurations): HookDurations {
  if (past === undefined) return now;
  return {
    ...now,
    counts: now.counts.map((count, column) => count + (past.counts[column] ?? 0)),
    totalMs: past.totalMs + now.totalMs,
    failures: past.failures + now.failures,
  };
}
