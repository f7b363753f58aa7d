/** When a plugin wants to be called for one hook. */
export interface OrderHint {
  readonly order: "first" | "last" | null;
  /** Names of plugins. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface Orderable {
  /** The names by which others may refer to it. */
  readonly names: readonly string[];
  readonly hint: OrderHint | null;
}

export interface CallOrder {
  /** Indices of what was given. */
  readonly order: readonly number[];
  /** Wishes that contradict each other, and were not followed: whose, each before the next. */
  readonly cycles: readonly (readonly number[])[];
}

/** By index: who has to be called before. */
type Predecessors = readonly ReadonlySet<number>[];

/**
 * Refines an order by hints. `before` moves the one who asks forward, `after` moves them back, and everybody else keeps their order:
 * of those who may be called next it is always the one that stood first.
 */
export function orderCalls(callees: readonly Orderable[]): CallOrder {
  if (callees.every(({ hint }) => hint === null)) {
    return { order: callees.map((_, index) => index), cycles: [] };
  }
  const ranks = callees.map(({ hint }, index) => groupOf(hint) * callees.length + index);
  const { predecessors, cycles } = withoutCycles(predecessorsOf(callees));
  return { order: arrange(predecessors, forwardRanks(ranks, callees, predecessors)), cycles };
}

function groupOf(hint: OrderHint | null): number {
  if (hint?.order === "first") return 0;
  return hint?.order === "last" ? 2 : 1;
}

function predecessorsOf(callees: readonly Orderable[]): Set<number>[] {
  const byName = new Map<string, number[]>();
  callees.forEach(({ names }, index) => {
    for (const name of new Set(names)) byName.set(name, [...(byName.get(name) ?? []), index]);
  });
  const found = (names: readonly string[], self: number): number[] =>
    names.flatMap((name) => byName.get(name) ?? []).filter((index) => index !== self);
  const predecessors = callees.map(() => new Set<number>());
  callees.forEach(({ hint }, index) => {
    for (const later of found(hint?.before ?? [], index)) predecessors[later]?.add(index);
    for (const earlier of found(hint?.after ?? [], index)) predecessors[index]?.add(earlier);
  });
  return predecessors;
}

/** Takes the wishes out that form a circle, circle by circle, until the rest can be followed. */
function withoutCycles(predecessors: readonly Set<number>[]): {
  predecessors: Predecessors;
  cycles: readonly (readonly number[])[];
} {
  const cycles: (readonly number[])[] = [];
  for (let stuck = unplaceable(predecessors); stuck.size > 0; stuck = unplaceable(predecessors)) {
    const cycle = cycleIn(stuck, predecessors);
    cycles.push(cycle);
    cycle.forEach((index, at) => {
      predecessors[cycle[(at + 1) % cycle.length] ?? index]?.delete(index);
    });
  }
  return { predecessors, cycles };
}

/** Everybody on a circle, or behind one. */
function unplaceable(predecessors: Predecessors): Set<number> {
  const left = new Set(predecessors.keys());
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const index of left) {
      if ([...(predecessors[index] ?? [])].every((earlier) => !left.has(earlier))) {
        left.delete(index);
      }
    }
  }
  return left;
}

/** Everybody who is stuck has somebody stuck before them: going back must lead in a circle. */
function cycleIn(stuck: ReadonlySet<number>, predecessors: Predecessors): readonly number[] {
  const [start = 0] = stuck;
  const path: number[] = [];
  let current = start;
  while (!path.includes(current)) {
    path.push(current);
    current = [...(predecessors[current] ?? [])].find((earlier) => stuck.has(earlier)) ?? start;
  }
  const circle = path.slice(path.indexOf(current)).toReversed();
  const first = circle.indexOf(Math.min(...circle));
  return [...circle.slice(first), ...circle.slice(0, first)];
}

/** A plugin that asks to be called before another gets at least that one's rank. */
function forwardRanks(
  ranks: readonly number[],
  callees: readonly Orderable[],
  predecessors: Predecessors,
): readonly number[] {
  const forward = [...ranks];
  for (let changed = true; changed;) {
    changed = false;
    callees.forEach(({ names }, later) => {
      for (const earlier of predecessors[later] ?? []) {
        const asked = callees[earlier]?.hint?.before.some((name) => names.includes(name)) ?? false;
        const rank = forward[later] ?? 0;
        if (!asked || rank >= (forward[earlier] ?? 0)) continue;
        forward[earlier] = rank;
        changed = true;
      }
    });
  }
  return forward;
}

function arrange(predecessors: Predecessors, ranks: readonly number[]): readonly number[] {
  const order: number[] = [];
  const placed = new Set<number>();
  const waiting = [...ranks.keys()].toSorted((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0) || a - b);
  while (waiting.length > 0) {
    const at = waiting.findIndex((index) =>
      [...(predecessors[index] ?? [])].every((earlier) => placed.has(earlier)),
    );
    const [next] = waiting.splice(at, 1);
    if (at < 0 || next === undefined) throw new Error("There is a circle left");
    placed.add(next);
    order.push(next);
  }
  return order;
}
