export { headline, needsAttention } from "./attention.ts";
export { INITIAL_CHOICES, nextSort, restoreChoices } from "./choices.ts";
export { filterRows, hooksOf, matchesState } from "./filter.ts";
export { groupByHook, type HookGroup } from "./hook-groups.ts";
export { choose, chosenRow, initialState, receive } from "./reduce.ts";
export { toRows } from "./rows.ts";
export { sortRows } from "./sort.ts";
export { DashboardStore, type EditorApi } from "./store.ts";
export { WINDOW_LIMIT } from "./timeline.ts";
export type {
  Choices,
  DashboardState,
  HookRow,
  PluginRow,
  Sort,
  SortColumn,
  StateFilter,
  Timeline,
  View,
} from "./types.ts";
