import type { Choices, Sort, SortColumn, StateFilter } from "./types.ts";

export const INITIAL_CHOICES: Choices = {
  view: "plugins",
  plugin: null,
  hook: null,
  text: "",
  state: "all",
  hookFilter: null,
  sort: null,
};

const STATE_FILTERS: readonly StateFilter[] = [
  "all",
  "attention",
  "active",
  "disabled",
  "failed",
  "invalid",
  "quarantined",
  "unloaded",
];
const SORT_COLUMNS: readonly SortColumn[] = [
  "name",
  "state",
  "invocations",
  "failures",
  "averageMs",
  "p95Ms",
  "secrets",
  "problem",
];
const NUMERIC: ReadonlySet<SortColumn> = new Set([
  "invocations",
  "failures",
  "averageMs",
  "p95Ms",
  "secrets",
]);

/** Reads what an earlier page, perhaps of another version, had stored. What cannot be read is as at the start. */
export function restoreChoices(stored: unknown): Choices {
  if (typeof stored !== "object" || stored === null) return INITIAL_CHOICES;
  const fields = stored as Readonly<Record<string, unknown>>; // unknown fields are checked one by one
  return {
    view: fields["view"] === "hooks" ? "hooks" : "plugins",
    plugin: textOrNull(fields["plugin"]),
    hook: textOrNull(fields["hook"]),
    text: textOrNull(fields["text"]) ?? "",
    state: STATE_FILTERS.find((state) => state === fields["state"]) ?? "all",
    hookFilter: textOrNull(fields["hookFilter"]),
    sort: restoreSort(fields["sort"]),
  };
}

function restoreSort(stored: unknown): Sort | null {
  if (typeof stored !== "object" || stored === null) return null;
  const fields = stored as Readonly<Record<string, unknown>>; // as above
  const column = SORT_COLUMNS.find((name) => name === fields["column"]);
  if (!column) return null;
  return {
    column,
    direction: fields["direction"] === "descending" ? "descending" : "ascending",
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** What choosing a column does: its more telling direction, then the other, then the manifest's order. */
export function nextSort(current: Sort | null, column: SortColumn): Sort | null {
  const first = NUMERIC.has(column) ? "descending" : "ascending";
  if (current?.column !== column) return { column, direction: first };
  if (current.direction !== first) return null;
  return { column, direction: first === "ascending" ? "descending" : "ascending" };
}
