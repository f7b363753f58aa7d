import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MASK, maskConfig, restoreMasked } from "../../../registry/secrets/index.ts";

describe("masking", () => {
  test.each([["secrets"], ["Secrets"], ["SECRETS"]])(
    "%s: each value is masked, null and empty are null",
    (key) => {
      expect(
        maskConfig({ [key]: { A: "x", B: null, C: "", D: { env: "Z" }, E: {}, F: 0, G: false } }),
      ).toEqual({ [key]: { A: MASK, B: null, C: null, D: MASK, E: MASK, F: MASK, G: MASK } });
    },
  );

  test("holds at every depth, and for secrets that are no mapping", () => {
    expect(
      maskConfig({ a: [{ secrets: { A: "x" } }], secrets: ["x", ""], b: { secrets: "x", c: 1 } }),
    ).toEqual({ a: [{ secrets: { A: MASK } }], secrets: [MASK, null], b: { secrets: MASK, c: 1 } });
  });

  test("leaves everything else and the original as they are", () => {
    const config = Object.freeze({ channel: "#x", list: [1, null], secret: "no", secrets: {} });
    expect(maskConfig(config)).toEqual(config);
    expect(maskConfig(undefined)).toBeUndefined();
    expect(maskConfig("text")).toBe("text");
  });

  test("keeps a config small that multiplies itself by aliases", () => {
    let config: unknown = { secrets: { A: "x" } };
    for (let level = 0; level < 100; level += 1) config = { left: config, right: config };
    const masked = maskConfig(config) as { left: unknown; right: unknown };
    expect(masked.left).toBe(masked.right);
  });

  test("keeps a key called __proto__ a key", () => {
    const config: unknown = JSON.parse('{"__proto__": {"secrets": {"A": "x"}}}');
    expect(JSON.stringify(maskConfig(config))).toBe(`{"__proto__":{"secrets":{"A":"${MASK}"}}}`);
  });
});

function item(id: number, A: string) {
  return { id, secrets: { A } };
}

describe("restoring", () => {
  const stored = { channel: "#a", secrets: { A: "one", B: { env: "X" }, C: "" } };

  test("a mask that is posted back becomes what it stood for, edits stay edits", () => {
    const posted = { channel: "#b", secrets: { A: MASK, B: MASK, C: null, D: "new" } };
    expect(restoreMasked(stored, posted)).toEqual({
      channel: "#b",
      secrets: { A: "one", B: { env: "X" }, C: "", D: "new" },
    });
  });

  test("a secret that was taken out, emptied or replaced is what was posted", () => {
    expect(restoreMasked(stored, { secrets: { A: null, B: "plain" } })).toEqual({
      secrets: { A: null, B: "plain" },
    });
  });

  test("a mask that stands for nothing is never stored", () => {
    expect(restoreMasked({}, { secrets: { A: MASK, B: "x" } })).toEqual({ secrets: { B: "x" } });
    expect(restoreMasked(null, { secrets: MASK, x: 1 })).toEqual({ x: 1 });
    expect(restoreMasked({ secrets: ["a"] }, { secrets: [MASK, MASK] })).toEqual({ secrets: [] });
  });

  test("a mask elsewhere is ordinary text", () => {
    expect(restoreMasked({ a: "x" }, { a: MASK })).toEqual({ a: MASK });
  });

  test("items that moved or went take their own secrets with them, not their neighbour's", () => {
    const before = { list: [item(1, "one"), item(2, "two"), item(3, "three")] };
    expect(restoreMasked(before, { list: [item(3, MASK), item(1, MASK)] })).toEqual({
      list: [item(3, "three"), item(1, "one")],
    });
    expect(restoreMasked(before, { list: [item(1, MASK), item(9, MASK), item(3, MASK)] })).toEqual({
      list: [item(1, "one"), item(9, "two"), item(3, "three")],
    });
    expect(restoreMasked(before, { list: [item(9, MASK), item(1, MASK)] })).toEqual({
      list: [{ id: 9, secrets: {} }, item(1, "one")],
    });
  });
});

/** Configs as YAML gives them, with `secrets` at any depth. */
const { config: anyConfig } = fc.letrec<{ config: unknown }>((tie) => ({
  config: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie("config"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "secrets", "Secrets", "__proto__"), tie("config"), {
      noNullPrototype: true,
    }),
  ),
}));

test("posting a masked config back unchanged changes nothing", () => {
  fc.assert(
    fc.property(anyConfig, (config) => {
      expect(restoreMasked(config, maskConfig(config))).toEqual(config);
    }),
  );
});
