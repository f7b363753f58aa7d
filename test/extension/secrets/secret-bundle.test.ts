import { expect, test } from "vitest";
import { readBundle } from "../../../extension/secrets/secret-bundle.ts";

test("nothing stored is no secrets, which is not the same as secrets that cannot be read", () => {
  expect(readBundle(undefined)).toEqual({});
  expect(readBundle('{"TOKEN":"value"}')).toEqual({ TOKEN: "value" });
  for (const unreadable of ["", "{", "null", "[]", '{"TOKEN":1}']) {
    expect(readBundle(unreadable), unreadable).toBeNull();
  }
});
