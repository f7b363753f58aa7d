import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readSettings } from "../../../registry/cli/settings.ts";

const none = { set: [], unset: [], jsonSet: [] };

test("the first = ends the key, and values of --set are texts", () => {
  expect(readSettings({ ...none, set: ["a=b=c", "n=5", "=empty key"] })).toEqual({
    kind: "patch",
    patch: { a: "b=c", n: "5", "": "empty key" },
  });
});

test("dots nest, escaped dots do not, and null stands for what is removed", () => {
  expect(
    readSettings({ set: ["a.b.c=1"], jsonSet: ["a.d=[1]"], unset: ["a.e", String.raw`x\.y`] }),
  ).toEqual({ kind: "patch", patch: { a: { b: { c: "1" }, d: [1], e: null }, "x.y": null } });
});

test.each([
  [{ set: ["a"] }],
  [{ jsonSet: ["a=nope"] }],
  [{ jsonSet: ["a=null"] }],
  [{ set: ["a=1", "a.b=2"] }],
  [{ set: ["a.b=2"], jsonSet: ["a={}"] }],
  [{ set: ["..=1"] }],
  [{ set: ["__proto__.polluted=1"] }],
  [{ unset: ["a.__proto__"] }],
  [{ jsonSet: ['a={"b":{"c":null}}'] }],
])("%j is malformed", (options) => {
  expect(readSettings({ ...none, ...options }).kind).toBe("malformed");
});

test("every setting that is written can be read back at its path, whatever it is called", () => {
  const key = fc
    .string({ minLength: 1, maxLength: 8 })
    .filter((text) => !/[\\=]|^__proto__$/.test(text));
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 4 }), fc.string(), (path, value) => {
      const written = `${path.map((part) => part.replaceAll(".", "\\.")).join(".")}=${value}`;
      const read = readSettings({ ...none, set: [written] });
      if (read.kind === "malformed") throw new Error(read.message);
      const found = path.reduce<unknown>(
        (at, part) => (at as Readonly<Record<string, unknown>>)[part],
        read.patch,
      );
      expect(found).toBe(value);
    }),
  );
});
