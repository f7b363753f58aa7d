import type { PluginState } from "../../schemas/index.ts";
import { headline } from "./attention.ts";
import type { PluginRow, Sort, SortColumn } from "./types.ts";

/** What most needs a look first. */
const STATE_ORDER: readonly PluginState[] = [
  "quarantined",
  "failed",
  "invalid",
  "unloaded",
  "active",
  "disabled",
];
const names = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** The rows in the chosen order; equals stay in manifest order, and what is not known goes last either way. */
export function sortRows(rows: readonly PluginRow[], sort: Sort | null): readonly PluginRow[] {
  if (!sort) return rows;
  const sign = sort.direction === "ascending" ? 1 : -1;
  const compare = COMPARE[sort.column];
  const known = rows.filter((row) => isKnown(row, sort.column));
  const unknown = rows.filter((row) => !isKnown(row, sort.column));
  return [...known.toSorted((one, other) => sign * compare(one, other)), ...unknown];
}

const COMPARE: Readonly<Record<SortColumn, (one: PluginRow, other: PluginRow) => number>> = {
  name: (one, other) => names.compare(one.name, other.name),
  state: (one, other) => STATE_ORDER.indexOf(one.state) - STATE_ORDER.indexOf(other.state),
  invocations: (one, other) => one.invocations - other.invocations,
  failures: (one, other) => one.failures - other.failures,
  averageMs: (one, other) => (one.averageMs ?? 0) - (other.averageMs ?? 0),
  p95Ms: (one, other) => (one.p95Ms ?? 0) - (other.p95Ms ?? 0),
  secrets: (one, other) => one.missingSecrets.length - other.missingSecrets.length,
  problem: (one, other) => names.compare(headline(one) ?? "", headline(other) ?? ""),
};

function isKnown(row: PluginRow, column: SortColumn): boolean {
  switch (column) {
    case "averageMs":
      return row.averageMs !== null;
    case "p95Ms":
      return row.p95Ms !== null;
    case "problem":
      return headline(row) !== null;
    case "name":
    case "state":
    case "invocations":
    case "failures":
    case "secrets":
      return true;
  }
}
