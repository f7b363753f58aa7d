import { expect, test } from "vitest";
import { readIndex } from "../../../extension/secrets/secret-index.ts";

test("a folder without stored secrets has none", () => {
  expect(readIndex(undefined)).toEqual([]);
});

test.each(["", "{", '{"TOKEN":"value"}', "[1]", "null"])(
  "an index that reads %j is not taken for an empty one",
  (stored) => {
    expect(readIndex(stored)).toBeNull();
  },
);
