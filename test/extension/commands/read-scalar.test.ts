import { assert, constantFrom, property, string, tuple } from "fast-check";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { readScalar } from "../../../extension/commands/read-scalar.ts";

test("whatever is read is what the YAML says", () => {
  const written = tuple(
    string(),
    constantFrom("PLAIN", "QUOTE_SINGLE", "QUOTE_DOUBLE", "BLOCK_LITERAL" as const),
  ).map(([text, defaultStringType]) =>
    stringify(text, { defaultStringType: defaultStringType as "PLAIN", lineWidth: 0 }).trimEnd(),
  );
  assert(
    property(written, (text) => {
      const read = readScalar(text);
      if (read !== null) expect(read).toBe(parse(text));
    }),
  );
});

test("quotes and their escapes are taken off", () => {
  expect(readScalar("abc'd")).toBe("abc'd");
  expect(readScalar("'it''s'")).toBe("it's");
  expect(readScalar(String.raw`"a\"b\n"`)).toBe('a"b\n');
});

test("what goes over several lines, or is no text, is left alone", () => {
  for (const written of [
    "",
    "|\n  key",
    "*alias",
    "&anchor x",
    "'a\n b'",
    String.raw`"\x41"`,
    "'a",
  ]) {
    expect(readScalar(written)).toBeNull();
  }
});
