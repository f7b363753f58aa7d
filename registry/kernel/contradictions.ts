import type { Problem } from "../../schemas/index.ts";
import type { HookSpec } from "../sdk/index.ts";
import { orderContradictions } from "./dispatch/slot-order.ts";
import type { PluginCalls } from "./plugin-calls.ts";
import type { PluginSlot } from "./slot.ts";
import { specConflicts } from "./spec-conflicts.ts";

/** Something that plugins say about a hook and that cannot all be true, and whose it is. */
export interface Contradiction {
  readonly slots: readonly PluginSlot[];
  readonly problem: Problem;
}

/** Gives every slot what it contradicts others in. Who did not change keeps the very problem that it has. */
export function noteContradictions(
  calls: PluginCalls,
  own: Readonly<Record<string, HookSpec>>,
  slots: readonly PluginSlot[],
): void {
  const all = [...orderContradictions(calls, slots), ...specConflicts(calls, own, slots)];
  for (const slot of slots) {
    const before = slot.contradictions;
    slot.contradictions = all.flatMap(({ slots: involved, problem }) =>
      involved.includes(slot)
        ? [before.find(({ message }) => message === problem.message) ?? problem]
        : [],
    );
  }
}
