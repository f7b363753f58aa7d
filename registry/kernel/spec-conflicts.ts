import type { HookSpec } from "../sdk/index.ts";
import type { Contradiction } from "./contradictions.ts";
import { findHookSpec } from "./hook-specs.ts";
import type { PluginCalls } from "./plugin-calls.ts";
import type { PluginSlot } from "./slot.ts";
import { shapeOf } from "./spec-shape.ts";

/** Plugins that promise something about a hook that is not what counts for it: one problem for each, of both who are concerned. */
export function specConflicts(
  calls: PluginCalls,
  own: Readonly<Record<string, HookSpec>>,
  slots: readonly PluginSlot[],
): readonly Contradiction[] {
  const hooks = new Set(slots.flatMap(({ facts }) => (facts ? [...facts.specs.keys()] : [])));
  return [...hooks].flatMap((hook) => {
    const counting = findHookSpec(hook, own, slots);
    if (counting === null) return [];
    return slots.flatMap((slot) => {
      const spec = slot.facts?.specs.get(hook);
      if (!spec || spec === counting.spec || !differ(calls, slot, spec, counting)) return [];
      const { slot: first } = counting;
      const text = first === null ? againstService(hook, slot) : againstPlugin(hook, slot, first);
      const problem = calls.problem("hook/spec-conflict", text);
      return [{ slots: first === null ? [slot] : [first, slot], problem }];
    });
  });
}

function againstPlugin(hook: string, { name }: PluginSlot, first: PluginSlot): string {
  return `${first.name} and ${name} declare ${hook} differently. What ${first.name} says counts: it comes first in the manifest`;
}

function againstService(hook: string, { name }: PluginSlot): string {
  return `${name} declares ${hook} differently from whoever fires it. What that one says counts`;
}

/** Whether both can be told, and are not the same. */
function differ(
  calls: PluginCalls,
  slot: PluginSlot,
  spec: HookSpec,
  counting: { readonly slot: PluginSlot | null; readonly spec: HookSpec },
): boolean {
  const one = calls.attempt(slot.number, () => shapeOf(spec));
  const other = calls.attempt(counting.slot?.number ?? slot.number, () => shapeOf(counting.spec));
  if (one.kind === "threw" || other.kind === "threw") return false;
  return one.value !== null && other.value !== null && one.value !== other.value;
}
