import type { Contradiction } from "../contradictions.ts";
import type { PluginCalls } from "../plugin-calls.ts";
import type { PluginSlot } from "../slot.ts";
import { orderCalls } from "./call-order.ts";

/** The slots that list a hook, in the order in which they are called, and what is wrong with their wishes. */
export function orderOfSlots(
  calls: PluginCalls,
  slots: readonly PluginSlot[],
  hook: string,
): { readonly order: readonly PluginSlot[]; readonly contradictions: readonly Contradiction[] } {
  const listed = slots.filter((slot) => slot.item.kind === "valid" && slot.hooks.includes(hook));
  const { order, cycles } = orderCalls(
    listed.map((slot) => ({
      names: [slot.name, slot.facts?.name ?? slot.name],
      hint: slot.active ? (slot.facts?.hints.get(hook) ?? null) : null,
    })),
  );
  return {
    order: slotsAt(listed, order),
    contradictions: cycles.map((cycle) => contradictionOf(calls, hook, slotsAt(listed, cycle))),
  };
}

/** Wishes about the order that cannot all be followed, hook by hook. */
export function orderContradictions(
  calls: PluginCalls,
  slots: readonly PluginSlot[],
): readonly Contradiction[] {
  const hooks = new Set(
    slots.flatMap(({ active, facts }) => (active && facts ? [...facts.hints.keys()] : [])),
  );
  return [...hooks].flatMap((hook) => orderOfSlots(calls, slots, hook).contradictions);
}

function contradictionOf(
  calls: PluginCalls,
  hook: string,
  slots: readonly PluginSlot[],
): Contradiction {
  const [first] = slots.map(({ name }) => name);
  const names = [...slots.map(({ name }) => name), first ?? ""].join(" before ");
  const text = `${hook} cannot be called in the order that its plugins ask for: ${names}. The manifest's order is used`;
  return { slots, problem: calls.problem("hook/order-cycle", text) };
}

function slotsAt(slots: readonly PluginSlot[], indices: readonly number[]): PluginSlot[] {
  return indices.flatMap((index) => slots[index] ?? []);
}
