import type { Span } from "../base/text.ts";
import type { NamedSpan } from "./types.ts";

/** A value that a source states without having to be run, or `unknown`. */
export type Value =
  | {
      readonly kind: "text";
      readonly value: string;
      /** Without the quotes. */ readonly span: Span;
    }
  | { readonly kind: "scalar"; readonly value: number | boolean | null }
  | { readonly kind: "list"; readonly items: readonly Value[] }
  | { readonly kind: "mapping"; readonly entries: ReadonlyMap<string, Value> }
  | { readonly kind: "unknown" };

export const UNKNOWN: Value = { kind: "unknown" };

/** The texts of a list of texts; null as soon as one item is not known to be one. */
export function textsOf(value: Value): readonly NamedSpan[] | null {
  if (value.kind !== "list") return null;
  const texts = value.items.map((item) =>
    item.kind === "text" ? { name: item.value, span: item.span } : null,
  );
  return texts.every((text) => text !== null) ? texts : null;
}

/** The names of a list of hooks: each a text, or a mapping with the options of a `hook`. Null as soon as one is not known. */
export function hookNamesOf(value: Value): readonly NamedSpan[] | null {
  if (value.kind !== "list") return null;
  const items = value.items.map((item) =>
    item.kind === "mapping" ? (item.entries.get("hook") ?? UNKNOWN) : item,
  );
  return textsOf({ kind: "list", items });
}

export function textOf(value: Value): string | null {
  return value.kind === "text" ? value.value : null;
}

/** The plain value; undefined when any part of it is unknown. */
export function plainOf(value: Value): unknown {
  switch (value.kind) {
    case "text":
    case "scalar":
      return value.value;
    case "list": {
      const items = value.items.map(plainOf);
      return items.includes(undefined) ? undefined : items;
    }
    case "mapping": {
      const entries = [...value.entries].map(([key, item]) => [key, plainOf(item)] as const);
      return entries.some(([, item]) => item === undefined)
        ? undefined
        : Object.fromEntries(entries);
    }
    case "unknown":
      return undefined;
  }
}

/** Nothing that a person wrote for a manifest to use is evaluated in more steps, or deeper. */
const MAX_STEPS = 20_000;
const MAX_DEPTH = 48;

/** Bounds the evaluation of a module's constants: they may refer to each other in circles, and multiply. */
export class Budget {
  #steps = 0;
  #depth = 0;

  /** Runs `evaluate` one level deeper; `fallback` when the budget is used up. */
  spend<Result>(evaluate: () => Result, fallback: Result): Result {
    if (this.#steps >= MAX_STEPS || this.#depth >= MAX_DEPTH) return fallback;
    this.#steps += 1;
    this.#depth += 1;
    try {
      return evaluate();
    } finally {
      this.#depth -= 1;
    }
  }
}
