import { expect, test } from "vitest";
import { StreamLines } from "../../../../registry/runtimes/worker/stream-lines.ts";

type Written = readonly [plugin: string | null, text: string];

function collect(): { readonly lines: StreamLines; readonly written: Written[] } {
  const written: Written[] = [];
  return { lines: new StreamLines((plugin, text) => written.push([plugin, text])), written };
}

test("a line that is written piece by piece is one line", () => {
  const { lines, written } = collect();
  for (const piece of ["Bearer ab", "cdef", "gh\nnext\nopen"]) lines.add("a", piece);
  expect(written).toEqual([["a", "Bearer abcdefgh\nnext\n"]]);
  lines.end();
  lines.end();
  expect(written.slice(1)).toEqual([["a", "open"]]);
});

test("nobody goes on with another's line", () => {
  const { lines, written } = collect();
  lines.add("a", "one");
  lines.add("b", "two\n");
  lines.add(null, "three\n");
  expect(written).toEqual([
    ["a", "one"],
    ["b", "two\n"],
    [null, "three\n"],
  ]);
});

test("letters whose bytes come in two pieces are whole", () => {
  const { lines, written } = collect();
  const bytes = Buffer.from("grün\n");
  lines.add("a", bytes.subarray(0, 3));
  lines.add("a", bytes.subarray(3));
  expect(written).toEqual([["a", "grün\n"]]);
});

test("a line without an end is not waited for for ever", () => {
  const { lines, written } = collect();
  lines.add("a", "x".repeat(8_001));
  expect(written).toEqual([["a", "x".repeat(8_001)]]);
});

test("what stays open is written in the end", async () => {
  const text = await new Promise<string>((resolve) => {
    new StreamLines((_plugin, open) => resolve(open)).add("a", "Name? ");
  });
  expect(text).toBe("Name? ");
});
