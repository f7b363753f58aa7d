import { spanOfHook, hooksOf, type KnownEntry } from "../workspace/index.ts";
import type { Hint } from "./hint.ts";

/** The enabled entries that are called for each hook, in the order in which they are called, each with its place. */
export type Handlers = ReadonlyMap<string, ReadonlyMap<KnownEntry, number>>;

export function handlersByHook(entries: readonly KnownEntry[]): Handlers {
  const handlers = new Map<string, Map<KnownEntry, number>>();
  for (const known of entries) {
    if (!known.entry.isEnabled) continue;
    for (const hook of new Set(hooksOf(known))) {
      const called = handlers.get(hook);
      if (called) called.set(known, called.size + 1);
      else handlers.set(hook, new Map([[known, 1]]));
    }
  }
  return handlers;
}

/** Which of a hook's handlers an entry is. */
export function orderHints(known: KnownEntry, handlers: Handlers): readonly Hint[] {
  return (known.entry.hooks ?? []).flatMap((hook, index) => {
    const called = handlers.get(hook);
    const place = called?.get(known);
    if (!called || place === undefined || called.size < 2) return [];
    const span = spanOfHook(known.item, index);
    if (!span) return [];
    return [
      {
        offset: span.end,
        label: `${place} of ${called.size}`,
        tooltip: `${hook} calls ${wordOrder(called)}.`,
      },
    ];
  });
}

/** Enough to see the order; a hook of thousands would fill the answer with names. */
const MOST_NAMED = 20;

/** The same is said at each of a hook's handlers. */
const worded = new WeakMap<ReadonlyMap<KnownEntry, number>, string>();

function wordOrder(called: ReadonlyMap<KnownEntry, number>): string {
  const known = worded.get(called);
  if (known !== undefined) return known;
  const names: string[] = [];
  for (const { item } of called.keys()) {
    if (names.length === MOST_NAMED) break;
    names.push(item.name);
  }
  const more = called.size - names.length;
  const order = [...names, ...(more > 0 ? [`${more} more`] : [])].join(", then ");
  worded.set(called, order);
  return order;
}
