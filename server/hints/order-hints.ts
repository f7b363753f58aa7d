import {
  spanOfHook,
  type HookRoll,
  type KnownEntry,
  type Participant,
} from "../workspace/index.ts";
import type { Hint } from "./hint.ts";

/** Which of a hook's handlers an entry is. */
export function orderHints({ item, entry }: KnownEntry, roll: HookRoll): readonly Hint[] {
  const self = roll.participants[item.position];
  return (entry.hooks ?? []).flatMap((hook, index) => {
    const called = roll.called.get(hook) ?? [];
    const place = self ? called.indexOf(self) : -1;
    if (place < 0 || called.length < 2) return [];
    const span = spanOfHook(item, index);
    if (!span) return [];
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

/** The same is said at each of a hook's handlers. */
const worded = new WeakMap<readonly Participant[], string>();

function wordOrder(called: readonly Participant[]): string {
  const known = worded.get(called);
  if (known !== undefined) return known;
  const names = called.slice(0, MOST_NAMED).map(({ name }) => name);
  const more = called.length - names.length;
  const order = [...names, ...(more > 0 ? [`${more} more`] : [])].join(", then ");
  worded.set(called, order);
  return order;
}
