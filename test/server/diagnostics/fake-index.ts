import type { ModuleIndex } from "../../../registry/modules/index.ts";

/** An index that answers one question, and fails the test that asks another one. */
export function indexWith(lookup: ModuleIndex["lookup"]): ModuleIndex {
  return {
    lookup,
    facts: unexpected,
    discover: unexpected,
    usesOfClass: unexpected,
    setOverlay: unexpected,
    invalidate: () => undefined,
    dispose: () => undefined,
  };
}

export function unexpected(): never {
  throw new Error("not expected");
}
