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

/** What is meant by a posted config that has a stored value for each mask. */
function meant(previous: unknown, posted: unknown): unknown {
  const restored = restoreMasked(previous, posted);
  if (restored.kind === "nothing-stored") throw new Error(JSON.stringify(restored.paths));
  return restored.config;
}

/** Where masks are that stand for nothing. */
function unknownIn(previous: unknown, posted: unknown): unknown {
  const restored = restoreMasked(previous, posted);
  return restored.kind === "nothing-stored" ? restored.paths : [];
}

function at(A: unknown) {
  return { secrets: { A } };
}

describe("restoring", () => {
  const stored = { channel: "#a", secrets: { A: "one", B: { env: "X" }, C: "" } };

  test("a mask that is posted back becomes what it stood for, edits stay edits", () => {
    const posted = { channel: "#b", secrets: { A: MASK, B: MASK, C: null, D: "new" } };
    expect(meant(stored, posted)).toEqual({
      channel: "#b",
      secrets: { A: "one", B: { env: "X" }, C: "", D: "new" },
    });
  });

  test("a secret that was taken out, emptied or replaced is what was posted", () => {
    expect(meant(stored, { secrets: { A: null, B: "plain" } })).toEqual({
      secrets: { A: null, B: "plain" },
    });
  });

  test("a mask that stands for nothing is told, and never left out or stored", () => {
    expect(unknownIn({}, { secrets: { A: MASK, B: "x" } })).toEqual([["secrets", "A"]]);
    expect(unknownIn(stored, { secrets: { C: MASK } })).toEqual([["secrets", "C"]]);
    expect(unknownIn(null, { secrets: MASK, x: 1 })).toEqual([["secrets"]]);
    expect(unknownIn({ secrets: ["a"] }, { secrets: [MASK, "b"] })).toEqual([["secrets", 0]]);
  });

  test("a mask below a secret's name stands for the value there, bare or at length", () => {
    expect(meant(at("one"), at({ value: MASK }))).toEqual(at({ value: "one" }));
    expect(meant(at({ value: "one" }), at({ value: MASK, note: "n" }))).toEqual(
      at({ value: "one", note: "n" }),
    );
    expect(unknownIn(at({ env: "X" }), at({ value: MASK }))).toEqual([["secrets", "A", "value"]]);
    expect(unknownIn(at("one"), at({ deep: [MASK] }))).toEqual([["secrets", "A", "deep", 0]]);
  });

  test("a mask elsewhere is ordinary text", () => {
    expect(meant({ a: "x" }, { a: MASK })).toEqual({ a: MASK });
  });

  test("items that moved or went take their own secrets with them, not their neighbour's", () => {
    const before = { list: [item(1, "one"), item(2, "two"), item(3, "three")] };
    expect(meant(before, { list: [item(3, MASK), item(1, MASK)] })).toEqual({
      list: [item(3, "three"), item(1, "one")],
    });
    expect(meant(before, { list: [item(1, MASK), item(9, MASK), item(3, MASK)] })).toEqual({
      list: [item(1, "one"), item(9, "two"), item(3, "three")],
    });
    expect(unknownIn(before, { list: [item(9, MASK), item(1, MASK)] })).toEqual([
      ["list", 0, "secrets", "A"],
    ]);
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
      expect(meant(config, maskConfig(config))).toEqual(config);
    }),
  );
});

/** Whether a mask is below `secrets` anywhere. */
function holdsMask(config: unknown, isSecret = false): boolean {
  if (config === MASK) return isSecret;
  if (typeof config !== "object" || config === null) return false;
  return Object.entries(config).some(([key, value]) =>
    holdsMask(value, isSecret || (!Array.isArray(config) && key.toLowerCase() === "secrets")),
  );
}

test("whatever is posted, no mask below secrets is ever stored", () => {
  const anyPosted = fc.letrec<{ config: unknown }>((tie) => ({
    config: fc.oneof(
      { maxDepth: 5, depthSize: "small" },
      fc.constantFrom<unknown>(MASK, "x", null, 1),
      fc.array(tie("config"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "value", "env", "secrets", "Secrets"), tie("config"), {
        noNullPrototype: true,
      }),
    ),
  })).config;
  fc.assert(
    fc.property(anyPosted, anyPosted, (stored, posted) => {
      fc.pre(!holdsMask(stored));
      const restored = restoreMasked(stored, posted);
      const isKept = restored.kind === "restored" && !holdsMask(restored.config);
      expect(isKept || restored.kind === "nothing-stored").toBe(true);
      // Nothing is complained of that has no mask.
      if (!holdsMask(posted)) expect(restored.kind).toBe("restored");
    }),
  );
});
