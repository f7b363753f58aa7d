import { spanOfHook, hooksOf, type KnownEntry } from "../workspace/index.ts";
import type { Hint } from "./hint.ts";

/** The enabled entries that are called for each hook, in the order in which they are called. */
export type Handlers = ReadonlyMap<string, readonly KnownEntry[]>;

export function handlersByHook(entries: readonly KnownEntry[]): Handlers {
  const handlers = new Map<string, KnownEntry[]>();
  for (const known of entries) {
    if (!known.entry.isEnabled) continue;
    for (const hook of new Set(hooksOf(known))) {
      const called = handlers.get(hook);
      if (called) called.push(known);
      else handlers.set(hook, [known]);
    }
  }
  return handlers;
}

/** Which of a hook's handlers an entry is. */
export function orderHints(known: KnownEntry, handlers: Handlers): readonly Hint[] {
  return (known.entry.hooks ?? []).flatMap((hook, index) => {
    const called = handlers.get(hook) ?? [];
    const place = called.indexOf(known);
    const span = spanOfHook(known.item, index);
    if (place < 0 || called.length < 2 || !span) return [];
    return [
      {
        offset: span.end,
        label: `${place + 1} of ${called.length}`,
        tooltip: `${hook} calls ${wordOrder(called)}.`,
      },
    ];
  });
}

/** Enough to see the order; a hook of thousands would fill the answer with names. */
const MOST_NAMED = 20;

function wordOrder(called: readonly KnownEntry[]): string {
  const names = called.slice(0, MOST_NAMED).map(({ item }) => item.name);
  const more = called.length - names.length;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(", then ");
}
