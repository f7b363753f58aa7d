import { expect, test } from "vitest";
import { firedHooks } from "../../../server/diagnostics/index.ts";
import type { ClassLookup } from "../../../registry/modules/index.ts";

/** A class that emits a hook; nothing else of it is looked at. */
function emitting(name: string): ClassLookup {
  return { kind: "found", facts: { emits: [{ name }] } } as unknown as ClassLookup;
}

test("two manifests that are asked about in turn keep a set each", () => {
  const one = firedHooks([emitting("ticket_created")]);
  const other = firedHooks([emitting("ticket_closed")]);
  expect(firedHooks([emitting("ticket_created")])).toBe(one);
  expect(firedHooks([emitting("ticket_closed")])).toBe(other);
  expect(one.has("ticket_closed")).toBe(false);
});
