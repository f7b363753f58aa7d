import {
  ERRORS_LIMIT,
  HISTORY_LIMIT,
  type HookSample,
  type HookStats,
  type LiveSample,
  type PluginRecord,
  type PluginStatus,
} from "../../schemas/index.ts";

interface Past {
  generation: number;
  stats: Map<string, HookStats>;
  errors: string[];
  /** Why it was stopped: the next thread, which is told so, lists it anew. */
  stoppedBy: string | null;
  history: Map<string, HookSample[]>;
}

/** What was counted of each plugin in threads that are gone, so that nothing starts from zero when one hangs. */
export class PastThreads {
  readonly #past = new Map<string, Past>();
  /** Of the thread that runs. */
  readonly #current = new Map<string, Map<string, HookSample[]>>();

  /** Calls that the running thread told of. */
  note(samples: readonly LiveSample[]): void {
    for (const { plugin, hook, sample } of samples) {
      const hooks = this.#current.get(plugin) ?? new Map<string, HookSample[]>();
      this.#current.set(plugin, hooks);
      hooks.set(hook, [...(hooks.get(hook) ?? []), sample].slice(-HISTORY_LIMIT));
    }
  }

  /** The thread is gone; `last` is what it said last, added up with what was before it. */
  absorb(last: readonly PluginStatus[]): void {
    for (const { summary, generation, state, problems } of last) {
      const history = new Map(this.#past.get(summary.name)?.history);
      for (const [hook, samples] of this.#current.get(summary.name) ?? []) {
        history.set(hook, [...(history.get(hook) ?? []), ...samples].slice(-HISTORY_LIMIT));
      }
      this.#past.set(summary.name, {
        generation,
        stats: new Map(Object.entries(summary.hook_stats)),
        errors: [...summary.errors],
        stoppedBy: state === "quarantined" ? (problems[0]?.message ?? null) : null,
        history,
      });
    }
    this.#current.clear();
  }

  /** A call that went with its thread, which could not tell of it. */
  add({ plugin, hook, sample }: LiveSample): void {
    const past = this.#past.get(plugin);
    if (!past) return;
    past.stats = new Map(Object.entries(addStats(past.stats, { [hook]: statsOf(sample) })));
    past.history.set(hook, [...(past.history.get(hook) ?? []), sample].slice(-HISTORY_LIMIT));
  }

  /** A plugin left the manifest: its past is over. */
  keepOnly(plugins: ReadonlySet<string>): void {
    for (const name of this.#past.keys()) if (!plugins.has(name)) this.#past.delete(name);
    for (const name of this.#current.keys()) if (!plugins.has(name)) this.#current.delete(name);
  }

  /** A generation of the running thread, counted from the first thread on. */
  generationOf(plugin: string, generation: number): number {
    return generation + (this.#past.get(plugin)?.generation ?? 0);
  }

  status(status: PluginStatus): PluginStatus {
    const past = this.#past.get(status.summary.name);
    if (!past) return status;
    const { summary } = status;
    const hookStats = addStats(past.stats, summary.hook_stats);
    const errors = addErrors(past, summary.errors);
    return {
      ...status,
      generation: past.generation + status.generation,
      summary: { ...summary, hook_stats: hookStats, errors },
    };
  }

  record(record: PluginRecord): PluginRecord {
    const past = this.#past.get(record.name);
    if (!past) return record;
    const hooks = new Set([...past.history.keys(), ...Object.keys(record.hook_history)]);
    return {
      ...record,
      hook_stats: addStats(past.stats, record.hook_stats),
      hook_history: Object.fromEntries(
        Array.from(hooks, (hook) => [
          hook,
          this.history(record.name, hook, record.hook_history[hook] ?? []),
        ]),
      ),
      errors: addErrors(past, record.errors),
    };
  }

  /** A plugin's record while its thread cannot be asked: what the thread told of its calls. */
  lastRecord({ summary }: PluginStatus): PluginRecord {
    const { errors, invalid, secrets, ...fields } = summary;
    const hooks = new Set([
      ...(this.#past.get(summary.name)?.history.keys() ?? []),
      ...(this.#current.get(summary.name)?.keys() ?? []),
    ]);
    const hook_history = Object.fromEntries(
      Array.from(hooks, (hook) => [
        hook,
        this.history(summary.name, hook, this.told(summary.name, hook)),
      ]),
    );
    return { ...fields, hook_history, errors, invalid, secrets };
  }

  /** Calls that the running thread told of. */
  told(plugin: string, hook: string): readonly HookSample[] {
    return this.#current.get(plugin)?.get(hook) ?? [];
  }

  history(plugin: string, hook: string, current: readonly HookSample[]): HookSample[] {
    const before = this.#past.get(plugin)?.history.get(hook) ?? [];
    return [...before, ...current].slice(-HISTORY_LIMIT);
  }
}

function addErrors(past: Past, current: readonly string[]): string[] {
  const news = current[0] === past.stoppedBy ? current.slice(1) : current;
  return [...past.errors, ...news].slice(-ERRORS_LIMIT);
}

function addStats(
  past: ReadonlyMap<string, HookStats>,
  current: Readonly<Record<string, HookStats>>,
): Record<string, HookStats> {
  const sum: Record<string, HookStats> = { ...Object.fromEntries(past), ...current };
  for (const [hook, before] of past) {
    const now = current[hook];
    if (!now) continue;
    const invocations = before.invocations + now.invocations;
    const total = before.total_duration_ms + now.total_duration_ms;
    sum[hook] = {
      invocations,
      failures: before.failures + now.failures,
      total_duration_ms: rounded(total),
      last_duration_ms: now.last_duration_ms,
      avg_duration_ms: rounded(invocations === 0 ? 0 : total / invocations),
    };
  }
  return sum;
}

function statsOf({ status, duration_ms: duration }: HookSample): HookStats {
  return {
    invocations: 1,
    failures: status === "error" ? 1 : 0,
    total_duration_ms: duration,
    last_duration_ms: duration,
    avg_duration_ms: duration,
  };
}

function rounded(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
