import type { RegistrySnapshot } from "../../schemas/index.ts";

/** How far back somebody looks who asks how a plugin does now. */
export const RECENT_MINUTES = 5;
const MINUTE_MS = 60_000;

export interface Calls {
  readonly calls: number;
  readonly failures: number;
}

interface Counted {
  totals: Calls;
  /** What was added, by the minute. */
  readonly minutes: Map<number, Calls>;
}

/** How often plugins were called in the last minutes: registries tell how often it was in all. */
export class RecentCalls {
  readonly #counted = new Map<string, Counted>();

  /** A registry's state at a time. What happened before the first one is not known to be recent. */
  note({ plugins }: RegistrySnapshot, nowMs: number): void {
    const minute = Math.floor(nowMs / MINUTE_MS);
    for (const { summary } of plugins) {
      for (const [hook, { invocations, failures }] of Object.entries(summary.hook_stats)) {
        const key = keyOf(summary.name, hook);
        const totals = { calls: invocations, failures };
        const known = this.#counted.get(key);
        if (known) add(known, totals, minute);
        else this.#counted.set(key, { totals, minutes: new Map() });
      }
    }
  }

  /** The calls of one plugin for one hook in the last minutes; null when none is known. */
  of(plugin: string, hook: string, nowMs: number): Calls | null {
    const known = this.#counted.get(keyOf(plugin, hook));
    if (!known) return null;
    const oldest = Math.floor(nowMs / MINUTE_MS) - RECENT_MINUTES;
    return [...known.minutes]
      .filter(([minute]) => minute > oldest)
      .map(([, calls]) => calls)
      .reduce(sum, NONE);
  }
}

const NONE: Calls = { calls: 0, failures: 0 };

function add(known: Counted, totals: Calls, minute: number): void {
  // A registry that started anew counts from nothing.
  const before = totals.calls < known.totals.calls ? NONE : known.totals;
  const added = { calls: totals.calls - before.calls, failures: totals.failures - before.failures };
  known.totals = totals;
  if (added.calls <= 0) return;
  known.minutes.set(minute, sum(known.minutes.get(minute) ?? NONE, added));
  for (const old of known.minutes.keys()) {
    if (old <= minute - RECENT_MINUTES) known.minutes.delete(old);
  }
}

const sum = (one: Calls, other: Calls): Calls => ({
  calls: one.calls + other.calls,
  failures: one.failures + other.failures,
});

const keyOf = (plugin: string, hook: string): string => `${plugin}\0${hook}`;
