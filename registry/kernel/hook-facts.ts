import type { z } from "zod";
import type { HookSpec } from "../sdk/index.ts";
import type { OrderHint } from "./dispatch/call-order.ts";

/** What a class says about the hooks that it handles, and those that it emits. */
export interface HookFacts {
  readonly hooks: readonly string[];
  /** When it wants to be called, by hook. */
  readonly hints: ReadonlyMap<string, OrderHint>;
  readonly specs: ReadonlyMap<string, HookSpec>;
}

/** Reads the statics `hooks` and `hookSpecs`, whatever their author wrote there. */
export function hookFactsOf(hooks: unknown, hookSpecs: unknown): HookFacts {
  const items: readonly unknown[] = Array.isArray(hooks) ? hooks : [];
  const hints = new Map<string, OrderHint>();
  const names = items.flatMap((item): readonly string[] => {
    if (typeof item === "string") return [item];
    if (!isRecord(item)) return [];
    const { hook, order, before, after } = item;
    if (typeof hook !== "string") return [];
    const hint = { order: orderOf(order), before: namesOf(before), after: namesOf(after) };
    if (hint.order !== null || hint.before.length > 0 || hint.after.length > 0) {
      hints.set(hook, hint);
    }
    return [hook];
  });
  const specs = isRecord(hookSpecs) ? Object.entries(hookSpecs) : [];
  return {
    hooks: names,
    hints,
    specs: new Map(specs.flatMap(([hook, spec]) => (isRecord(spec) ? [[hook, specOf(spec)]] : []))),
  };
}

function specOf({ when, payload, firstResult }: Record<string, unknown>): HookSpec {
  return {
    ...(typeof when === "string" && { when }),
    ...(Boolean(payload) && { payload: payload as z.ZodType }), // Whether it is a schema shows when it is used.
    firstResult: firstResult === true,
  };
}

function orderOf(order: unknown): OrderHint["order"] {
  return order === "first" || order === "last" ? order : null;
}

function namesOf(names: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(names) ? names : [names];
  return list.filter((name) => typeof name === "string");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
