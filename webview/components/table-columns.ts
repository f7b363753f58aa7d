import { html, type TemplateResult } from "lit";
import { nextSort, type Sort, type SortColumn } from "../state/index.ts";
import { choose } from "./events.ts";
import { icons } from "./icons.ts";

interface Column {
  readonly column: SortColumn;
  readonly label: string;
  readonly title: string;
  readonly numeric?: boolean;
}

/** The columns that can be sorted by, in the order in which they stand. */
export const COLUMNS: readonly Column[] = [
  { column: "name", label: "Plugin", title: "Name and description" },
  { column: "state", label: "State", title: "State; what needs a look comes first" },
  { column: "invocations", label: "Calls", title: "Calls of its hooks", numeric: true },
  { column: "failures", label: "Failed", title: "Calls that failed", numeric: true },
  { column: "averageMs", label: "Average", title: "Average duration of a call", numeric: true },
  { column: "p95Ms", label: "p95", title: "95th percentile of its slowest hook", numeric: true },
  { column: "secrets", label: "Missing secrets", title: "Required secrets that were not found" },
  { column: "problem", label: "Last error", title: "Latest problem or error" },
];

/** A column's heading: a button that sorts, and says how the table is sorted. */
export function columnHeading(
  from: HTMLElement,
  column: Column,
  sort: Sort | null,
): TemplateResult {
  const direction = sort?.column === column.column ? sort.direction : null;
  return html`<div
    role="columnheader"
    aria-sort=${direction ?? "none"}
    class="${column.column} ${column.numeric ? "numeric" : ""}"
  >
    <button
      type="button"
      title=${column.title}
      @click=${() => choose(from, { sort: nextSort(sort, column.column) })}
    >
      <span>${column.label}</span>
      ${direction === null ? "" : direction === "ascending" ? icons.sortedUp : icons.sortedDown}
    </button>
  </div>`;
}
