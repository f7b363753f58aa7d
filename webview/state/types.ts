import type {
  HookSample,
  PluginState,
  PluginStatus,
  Problem,
  SecretStatus,
  TargetState,
} from "../../schemas/index.ts";

/** One hook of one plugin, as its table shows it. Times are null until the first call. */
export interface HookRow {
  readonly hook: string;
  readonly invocations: number;
  readonly failures: number;
  readonly averageMs: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly lastMs: number | null;
}

/** One plugin, as the table and the detail pane show it. The same object as long as nothing of it changed. */
export interface PluginRow {
  /** The name, made unique among entries that share one. Survives reordering of the manifest. */
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  readonly module: string | null;
  readonly sourceFile: string | null;
  readonly position: number;
  readonly generation: number;
  readonly enabled: boolean;
  readonly state: PluginState;
  readonly invocations: number;
  readonly failures: number;
  readonly averageMs: number | null;
  /** Of the slowest hook: percentiles of several hooks cannot be combined. */
  readonly p95Ms: number | null;
  readonly hooks: readonly HookRow[];
  readonly secrets: readonly SecretStatus[];
  readonly missingSecrets: readonly string[];
  readonly problems: readonly Problem[];
  /** What its handlers threw lately, oldest first. */
  readonly errors: readonly string[];
  readonly routes: PluginStatus["routes"];
}

/** `attention`: not running although it should, a secret missing, or a problem reported. */
export type StateFilter = "all" | "attention" | PluginState;

export type SortColumn =
  "name" | "state" | "invocations" | "failures" | "averageMs" | "p95Ms" | "secrets" | "problem";
export interface Sort {
  readonly column: SortColumn;
  readonly direction: "ascending" | "descending";
}

/** The registry plugin by plugin, or hook by hook. */
export type View = "plugins" | "hooks";

/** What the person chose to look at. Survives the page being hidden. */
export interface Choices {
  readonly view: View;
  /** `key` of the plugin whose details are open. */
  readonly plugin: string | null;
  /** The hook whose timeline is shown; null leaves the choice to the page. */
  readonly hook: string | null;
  readonly text: string;
  readonly state: StateFilter;
  readonly hookFilter: string | null;
  /** Null is the order of the manifest. */
  readonly sort: Sort | null;
}

/** The calls of the chosen plugin and hook, oldest first, at most as many as the registry keeps. */
export interface Timeline {
  readonly plugin: string;
  readonly hook: string;
  /** False until the kept history has arrived. */
  readonly loaded: boolean;
  readonly samples: readonly HookSample[];
}

export interface DashboardState {
  readonly target: TargetState;
  /** In manifest order; null until the first snapshot. */
  readonly rows: readonly PluginRow[] | null;
  readonly manifestProblems: readonly Problem[];
  readonly choices: Choices;
  readonly timeline: Timeline | null;
  /** What a screen reader is told, without being asked, about the latest change. */
  readonly announcement: string;
}
