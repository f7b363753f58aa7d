import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  applyEdits,
  parseManifest,
  type ManifestDocument,
} from "../../../registry/manifest/index.ts";
import type { TextEdit } from "../../../registry/base/text.ts";
import { tell, VARIANTS } from "./corpus.ts";

/** What people and their editors type into a manifest, and what breaks it best. */
const SNIPPETS = [
  "",
  " ",
  "  ",
  "\n",
  "\r\n",
  "-",
  "- ",
  "\n- ",
  "\n- name: x\n  module: a.b:C\n",
  "- name: x",
  ":",
  ": ",
  '"',
  "'",
  "[",
  "]",
  "{",
  "}",
  ",",
  "#",
  " # c",
  "&a ",
  "*a",
  "*shared",
  "<<: *base",
  "|",
  ">",
  "\t",
  "---\n",
  "...\n",
  "%YAML\n",
  "x",
  "name: a",
  "\nb:\n",
  "é",
  "\u{1F50C}",
  "\uFEFF",
  "?",
  "? ",
  "!t ",
  "null",
  "enabled: no",
  "\n  ",
  "\n\n",
  "\r",
  "\u0000",
];

const anEdit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof({ arbitrary: fc.constant(0), weight: 3 }, fc.nat(3), fc.nat(60)),
  newText: fc.oneof(
    { arbitrary: fc.constantFrom(...SNIPPETS), weight: 5 },
    fc.string({ maxLength: 4 }),
  ),
});

interface PlannedEdit {
  readonly at: number;
  readonly length: number;
  readonly newText: string;
}

function placed({ length: size }: string, { at, length, newText }: PlannedEdit): TextEdit {
  const start = Math.min(size, Math.floor(at * (size + 1)));
  return { span: { start, end: Math.min(size, start + length) }, newText };
}

function withoutOverlaps(edits: readonly TextEdit[]): readonly TextEdit[] {
  const sorted = edits.toSorted((a, b) => a.span.start - b.span.start);
  return sorted.filter((edit, index) => {
    const next = sorted[index + 1];
    return !next || edit.span.end < next.span.start;
  });
}

const entry = (name: string): string => `- name: ${name}\n  module: a.b:C\n`;

/** That what is said to be shared is the same, and moved as far as its part of the text. */
function expectSharedToBeSame(before: ManifestDocument, after: ManifestDocument): void {
  const { head, tail } = after.sharedWith(before);
  expect(head + tail).toBeLessThanOrEqual(Math.min(before.itemCount, after.itemCount));
  const places = [
    ...Array.from({ length: head }, (_, index) => [index, index] as const),
    ...Array.from(
      { length: tail },
      (_, index) => [before.itemCount - 1 - index, after.itemCount - 1 - index] as const,
    ),
  ];
  for (const [was, is] of places) {
    const [old, now] = [before.item(was), after.item(is)];
    expect(now?.name).toBe(old?.name);
    expect(now?.raw).toBe(old?.raw);
    expect(now?.entry).toBe(old?.entry);
    const by = (now?.base ?? 0) - (old?.base ?? 0);
    expect(now?.span.start).toBe((old?.span.start ?? 0) + by);
  }
}

describe("an update", () => {
  test("says what a full parse of the edited text says", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...VARIANTS),
        fc.array(fc.array(anEdit, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
        ({ text }, changes) => {
          let document = parseManifest(text);
          for (const change of changes) {
            const edits = withoutOverlaps(change.map((edit) => placed(document.text, edit)));
            const expected = applyEdits(document.text, edits);
            const before = document;
            document = document.update(edits);
            expect(document.text).toBe(expected);
            expectSharedToBeSame(before, document);
            expect(tell(document)).toEqual(tell(parseManifest(expected)));
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  test("does not read the items again that it does not touch", () => {
    const text =
      "- name: a\n  module: a.b:C\n- name: b\n  module: a.b:C\n- name: c\n  module: a.b:C\n";
    const before = parseManifest(text);
    const at = text.indexOf("name: b") + "name: b".length;
    const after = before.update([
      { span: { start: at, end: at }, newText: "bb\n  description: x" },
    ]);

    expect(after.items.map((item) => item.name)).toEqual(["a", "bbb", "c"]);
    expect(after.items[0]?.raw).toBe(before.items[0]?.raw);
    expect(after.items[1]?.raw).not.toBe(before.items[1]?.raw);
    expect(after.items[2]?.raw).toBe(before.items[2]?.raw);
    const module = after.items[2]?.spansAt(["module"])?.value;
    expect(after.text.slice(module?.start, module?.end)).toBe("a.b:C");
  });

  test("shares all items but the one that it touches, and none that another name would mean another entry for", () => {
    const before = parseManifest(["a", "b", "c", "d"].map(entry).join(""));
    const at = before.text.indexOf("name: b") + "name: b".length;
    const renamed = before.update([{ span: { start: at, end: at }, newText: "b" }]);
    expect(renamed.sharedWith(before)).toEqual({ head: 1, tail: 2 });
    const taken = before.update([{ span: { start: at - 1, end: at }, newText: "c" }]);
    expect(taken.sharedWith(before)).toEqual({ head: 1, tail: 1 });
    const added = before.update([{ span: { start: at, end: at }, newText: `\n${entry("x")}` }]);
    expect(added.sharedWith(before)).toEqual({ head: 1, tail: 2 });
    expect(before.sharedWith(before)).toEqual({ head: 4, tail: 0 });
  });

  test("may bring more entries than a call takes arguments", () => {
    const before = parseManifest("- name: a\n  module: a.b:C\n- x\n");
    const at = before.text.indexOf("- x");
    const after = before.update([
      { span: { start: at, end: at }, newText: "- y\n".repeat(200_000) },
    ]);
    expect(after.itemCount).toBe(200_002);
  });

  test.each(["", "x", "longer"])("moves what stands below a value that becomes %j", (value) => {
    const document = parseManifest(
      "- name: a\n  module: a.b:C\n  description: old\n- name: b\n  module: a.b:C\n- module: x\n",
    );
    tell(document);
    const start = document.text.indexOf("old");
    const after = document.update([{ span: { start, end: start + 3 }, newText: value }]);
    expect(tell(after)).toEqual(tell(parseManifest(after.text)));
  });

  test("sees a duplicate come and go in an item that it does not touch", () => {
    const document = parseManifest("- name: a\n  module: a.b:C\n- name: b\n  module: a.b:C\n");
    const at = document.text.indexOf("a\n");
    const renamed = document.update([{ span: { start: at, end: at + 1 }, newText: "b" }]);
    expect(renamed.problems.map((problem) => problem.code)).toEqual(["manifest/duplicate-name"]);
    expect(renamed.items[1]?.entry).toBeNull();
    const back = renamed.update([{ span: { start: at, end: at + 1 }, newText: "a" }]);
    expect(back.problems).toEqual([]);
  });

  test("sees that an anchor in another item changed", () => {
    const document = parseManifest(
      "- name: a\n  module: a.b:C\n  description: &d one\n- name: b\n  module: a.b:C\n  description: *d\n",
    );
    const at = document.text.indexOf("one");
    const after = document.update([{ span: { start: at, end: at + 3 }, newText: "two" }]);
    expect(after.items[1]?.entry?.description).toBe("two");
  });

  test("throws when edits overlap, which is the caller's mistake", () => {
    const document = parseManifest("- name: a\n");
    const edit = { span: { start: 0, end: 4 }, newText: "" };
    expect(() => document.update([edit, { ...edit, span: { start: 2, end: 5 } }])).toThrow(
      "overlap",
    );
  });
});
