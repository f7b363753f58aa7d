import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  filterRows,
  hooksOf,
  INITIAL_CHOICES,
  nextSort,
  restoreChoices,
  sortRows,
  toRows,
  type Sort,
} from "../../../webview/state/index.ts";
import { snapshotOf, TEAM } from "../registry.ts";

const rows = toRows(snapshotOf(TEAM), null);
const names = (shown: readonly { readonly name: string }[]): string[] =>
  shown.map((row) => row.name);

function directions(column: Sort["column"]): (string | undefined)[] {
  const first = nextSort(null, column);
  const second = nextSort(first, column);
  return [first?.direction, second?.direction, nextSort(second, column)?.direction];
}

test("what an earlier page stored is restored", () => {
  const stored = {
    view: "hooks",
    plugin: "ticket_automation",
    hook: "post_plan",
    text: "ticket",
    state: "failed",
    hookFilter: "post_plan",
    sort: { column: "failures", direction: "descending" },
  };
  expect(restoreChoices(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
});

test("whatever was stored, the choices are ones that the page can show", () => {
  fc.assert(
    fc.property(fc.anything(), (stored) => {
      const choices = restoreChoices(stored);
      expect(restoreChoices(choices)).toEqual(choices);
      expect(() => sortRows(filterRows(rows, choices), choices.sort)).not.toThrow();
    }),
  );
});

test("an unknown state or column is forgotten, and the rest is kept", () => {
  const stored = { text: "x", state: "asleep", sort: { column: "colour" } };
  expect(restoreChoices(stored)).toEqual({ ...INITIAL_CHOICES, text: "x" });
});

test("every word of the search must occur, in whatever the page says about the plugin", () => {
  const search = (text: string): string[] => names(filterRows(rows, { ...INITIAL_CHOICES, text }));
  expect(search("TICKET")).toEqual(["ticket_automation"]);
  expect(search("not-found mails")).toEqual(["email_digest"]);
  expect(search("jira_api_token")).toEqual(["ticket_automation"]);
  expect(search("ticket warehouse")).toEqual([]);
  expect(search("  ")).toEqual(names(rows));
});

test("state and hook narrow further", () => {
  const attention = filterRows(rows, { ...INITIAL_CHOICES, state: "attention" });
  expect(names(attention)).not.toContain("feedback_collector");
  const both = filterRows(rows, { ...INITIAL_CHOICES, state: "active", hookFilter: "post_plan" });
  expect(names(both)).toEqual(["ticket_automation"]);
});

test("the hooks offered are those that some plugin handles, once each", () => {
  expect(hooksOf(rows)).toEqual(["on_feedback", "post_alignment_event", "post_plan", "pre_plan"]);
});

test("without a choice the order is the manifest's", () => {
  expect(sortRows(rows, null)).toBe(rows);
});

test("what is not known goes last in both directions", () => {
  for (const direction of ["ascending", "descending"] as const) {
    const sorted = sortRows(rows, { column: "averageMs", direction });
    expect(sorted.slice(0, 3).every((row) => row.averageMs !== null)).toBe(true);
    expect(sorted.slice(3).every((row) => row.averageMs === null)).toBe(true);
  }
});

test("sorting loses no row, and turning it round reverses what is known", () => {
  const columns = ["name", "state", "invocations", "failures", "secrets"] as const;
  fc.assert(
    fc.property(fc.constantFrom(...columns), fc.shuffledSubarray([...rows]), (column, some) => {
      const ascending = sortRows(some, { column, direction: "ascending" });
      const descending = sortRows(some, { column, direction: "descending" });
      expect(new Set(ascending)).toEqual(new Set(some));
      expect(new Set(descending)).toEqual(new Set(some));
      expect(names(sortRows(ascending, { column, direction: "ascending" }))).toEqual(
        names(ascending),
      );
    }),
  );
});

test("what needs a look comes first when sorted by state", () => {
  const sorted = sortRows(rows, { column: "state", direction: "ascending" });
  expect(sorted.map((row) => row.state)).toEqual([
    "quarantined",
    "failed",
    "invalid",
    "active",
    "active",
    "disabled",
  ]);
});

test("choosing a column goes through both directions and back to the manifest's order", () => {
  expect(directions("name")).toEqual(["ascending", "descending", undefined]);
  expect(directions("failures")).toEqual(["descending", "ascending", undefined]);
});
