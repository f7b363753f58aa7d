import { array, assert, constantFrom, nat, property, record, subarray } from "fast-check";
import { expect, test } from "vitest";
import { orderCalls, type Orderable } from "../../../registry/kernel/dispatch/call-order.ts";

function callee(name: string, hint: Partial<Orderable["hint"] & object> = {}): Orderable {
  return { names: [name], hint: { order: null, before: [], after: [], ...hint } };
}

/** The names in the order of calls. */
function ordered(...callees: readonly Orderable[]): string {
  return orderCalls(callees)
    .order.map((index) => callees[index]?.names[0])
    .join(" ");
}

test("without hints the order stays", () => {
  expect(orderCalls([{ names: ["a"], hint: null }]).order).toEqual([0]);
  expect(ordered(callee("a"), callee("b"), callee("c"))).toBe("a b c");
});

test("first and last keep the manifest's order among themselves", () => {
  const callees = [
    callee("a", { order: "last" }),
    callee("b"),
    callee("c", { order: "first" }),
    callee("d", { order: "last" }),
    callee("e", { order: "first" }),
  ];
  expect(ordered(...callees)).toBe("c e b a d");
});

test("only the one who asks is moved: forward by before, back by after", () => {
  expect(ordered(callee("a"), callee("b"), callee("c", { before: ["a"] }))).toBe("c a b");
  expect(ordered(callee("b", { after: ["c"] }), callee("a"), callee("c"))).toBe("a c b");
  expect(ordered(callee("a"), callee("b", { before: ["a"] }), callee("c", { before: ["b"] }))).toBe(
    "c b a",
  );
});

test("before and after win over first and last", () => {
  expect(ordered(callee("a"), callee("b", { order: "first", after: ["a"] }))).toBe("a b");
  expect(ordered(callee("a", { order: "last", before: ["b"] }), callee("b"))).toBe("a b");
});

test("names of nobody, and of oneself, are wishes about nobody", () => {
  expect(ordered(callee("a", { after: ["nobody", "a"] }), callee("b", { before: ["b"] }))).toBe(
    "a b",
  );
});

test("a name that several have means all of them", () => {
  const callees = [
    { names: ["one", "audit"], hint: null },
    { names: ["two", "audit"], hint: null },
    callee("c", { before: ["audit"] }),
  ];
  expect(ordered(...callees)).toBe("c one two");
});

test("wishes in a circle are named, each before the next, and the others are followed", () => {
  const callees = [
    callee("a", { before: ["b"] }),
    callee("b", { before: ["c"] }),
    callee("c", { before: ["a"] }),
    callee("d", { before: ["b"] }),
  ];
  expect(orderCalls(callees).cycles).toEqual([[0, 1, 2]]);
  expect(ordered(...callees)).toBe("a d b c");
});

const NAMES = ["a", "b", "c", "d", "e", "f"];
const wishes = record({
  order: constantFrom("first" as const, "last" as const, null),
  before: subarray(NAMES, { maxLength: 2 }),
  after: subarray(NAMES, { maxLength: 2 }),
});

/** Every pair of which one asked to be called before the other. */
function pairs(callees: readonly Orderable[]): (readonly [number, number])[] {
  return callees.flatMap(({ hint }, index) => {
    const named = (names: readonly string[]): number[] =>
      [...callees.keys()].filter(
        (other) => other !== index && names.includes(callees[other]?.names[0] ?? ""),
      );
    return [
      ...named(hint?.before ?? []).map((later) => [index, later] as const),
      ...named(hint?.after ?? []).map((earlier) => [earlier, index] as const),
    ];
  });
}

test("any wishes give an order of all; every wish that is in no named circle is followed", () => {
  assert(
    property(array(wishes, { maxLength: NAMES.length }), (hints) => {
      const callees = hints.map((hint, index) => callee(NAMES[index] ?? "", hint));
      const { order, cycles } = orderCalls(callees);
      expect(order.toSorted((x, y) => x - y)).toEqual([...callees.keys()]);
      const given = new Set(
        cycles.flatMap((cycle) =>
          cycle.map((index, at) => `${index} ${cycle[(at + 1) % cycle.length]}`),
        ),
      );
      for (const [earlier, later] of pairs(callees)) {
        if (given.has(`${earlier} ${later}`)) continue;
        expect(order.indexOf(earlier)).toBeLessThan(order.indexOf(later));
      }
      // Whatever is named as a circle was asked for.
      const asked = new Set(pairs(callees).map(([earlier, later]) => `${earlier} ${later}`));
      for (const pair of given) expect(asked).toContain(pair);
    }),
    { numRuns: 2_000 },
  );
});

test("who takes part in no wish keeps their place among their like", () => {
  assert(
    property(nat(5), nat(5), (asking, named) => {
      const callees = NAMES.map((name, index) =>
        index === asking ? callee(name, { before: [NAMES[named] ?? ""] }) : callee(name),
      );
      const others = orderCalls(callees).order.filter((index) => index !== asking);
      expect(others).toEqual(others.toSorted((x, y) => x - y));
    }),
  );
});
