import type {
  ConfigSchemas,
  DebuggerAnswer,
  FactoryHealth,
  FireReport,
  FireRequest,
  HookDurations,
  HookSample,
  LiveSample,
  LogLine,
  PluginRecord,
  PluginStatus,
  Problem,
  ReloadReport,
  SourceLocation,
  StuckPlugin,
} from "../../../schemas/index.ts";
import type { CarriedSpan, SamplerWish, SpanIds } from "../../otel/index.ts";
import type { KernelItem, ReconcileReport, SaidOfItself } from "../../kernel/types.ts";
import type { DirectoriesState } from "../directory/index.ts";
import type { GraphReport, ModulePlan } from "../loader/index.ts";

/** What a worker thread is started with. Holds values of secrets: it goes to the worker and nowhere else. */
export interface WorkerStart {
  readonly markerMemory: SharedArrayBuffer;
  /** For the source maps that a debugger reads: absolute, and not there. What is left of it when the thread is gone is deleted. */
  readonly mapsFolder: string;
  readonly workspaceFolder: string;
  readonly callDeadlineMs: number;
  readonly storedSecrets: Readonly<Record<string, string>>;
  /** Directories of plugin files, absolute. They are opened with the first plan. */
  readonly pluginDirectories: readonly string[];
  /** Null: fires are not traced. */
  readonly tracing: TracingStart | null;
}

/** How a thread traces the fires of its plugins. */
export interface TracingStart {
  /** Absolute path of `otel-thread.js`. */
  readonly file: string;
  readonly sampler: SamplerWish;
}

/** What should be loaded. */
export interface LoadPlan {
  readonly items: readonly KernelItem[];
  /** By module reference, as written. */
  readonly modules: Readonly<Record<string, ModulePlan>>;
  /** Plugins that must not run, by name, and files of plugin directories, by path; and why. */
  readonly quarantined: Readonly<Record<string, Problem>>;
  /** What those plugins said of themselves when they ran, as far as it is known. */
  readonly said: Readonly<Record<string, SaidOfItself>>;
}

/** The plugins as the worker knows them. */
export interface WorkerState {
  readonly plugins: readonly PluginStatus[];
  readonly graphs: GraphReport;
  /** Absent from an answer about some plugins only. */
  readonly directories?: DirectoriesState;
  /** As the directories. */
  readonly durations?: readonly HookDurations[];
}

/** A request to a plugin's route. */
export interface RouteRequest {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: readonly [string, string][];
  readonly body: Uint8Array<ArrayBuffer> | null;
  /** What the caller's key is good for. */
  readonly access: "user" | "operator";
}

/** What came of a request to a plugin's route. */
export type RouteAnswer =
  | {
      readonly kind: "answered";
      readonly plugin: string;
      readonly status: number;
      readonly headers: readonly [string, string][];
      readonly body: Uint8Array | null;
    }
  /** The route is for operators. */
  | { readonly kind: "forbidden"; readonly plugin: string }
  /** Its plugin is disabled, or being replaced. */
  | { readonly kind: "unavailable"; readonly plugin: string }
  | { readonly kind: "threw"; readonly plugin: string; readonly problem: Problem }
  | { readonly kind: "timed-out"; readonly plugin: string; readonly afterMs: number }
  | { readonly kind: "not-found" };

/** What the host's main thread asks of the thread that runs the plugins. */
export interface WorkerCalls {
  /** Reads and compiles what these references lead to, and runs none of it: so that a `reconcile` which follows is quick. */
  prepare(modules: LoadPlan["modules"]): Promise<void>;
  reconcile(plan: LoadPlan): Promise<{ report: ReconcileReport; state: WorkerState }>;
  /** A file holds another text, and a reload from it is asked for within a moment. Needs no answer. */
  anticipate(file: string, text: string): Promise<void>;
  /**
   * Reloads the named plugins, in the given order. `texts` are what changed, newer than the disk may be; null: the file is gone. When there
   * are none, anything may have. Answers with the state of these plugins only.
   */
  reload(
    plugins: readonly string[],
    texts: Readonly<Record<string, string | null>>,
  ): Promise<{ reports: ReloadReport[]; state: WorkerState }>;
  state(): Promise<WorkerState>;
  records(): Promise<PluginRecord[]>;
  history(plugin: string, hook: string): Promise<HookSample[]>;
  configSchemas(): Promise<ConfigSchemas>;
  /** How long every call took that has ended. */
  durations(): Promise<HookDurations[]>;
  /** `span` has the ids of the fire's span, where fires are traced. */
  fire(request: FireRequest, span: SpanIds | null): Promise<FireReport>;
  route(request: RouteRequest): Promise<RouteAnswer>;
  /** What the plugin's class would say to another config: empty when nothing. Changes nothing. */
  checkConfig(
    plugin: string,
    config: Readonly<Record<string, unknown>>,
  ): Promise<readonly Problem[]>;
  /** Replaces what the editor's store holds, and reads the files of secrets anew. */
  secretsChanged(stored: Readonly<Record<string, string>>): Promise<WorkerState>;
  /** The culprit's code was stopped from outside while it ran: the others go on. Asked when nothing else is on the stack. */
  interrupted(culprit: StuckPlugin): Promise<void>;
  /** Has the thread listen for a debugger, on this machine's own address. Until it is closed again no deadline holds. */
  openDebugger(): Promise<DebuggerAnswer>;
  closeDebugger(): Promise<void>;
  /** How every factory's instance is. */
  checkFactories(): Promise<FactoryHealth[]>;
  /** How many calls of plugin code are waited for. */
  underWay(): Promise<number>;
  /** Disables everything, last enabled first, in so long. */
  shutdown(withinMs: number): Promise<void>;
}

/** A frame of a paused thread, as a debugger sees it: line and column from 0. */
export interface PausedFrame {
  readonly functionName: string;
  /** As in stacks. */
  readonly script: string;
  readonly line: number;
  readonly column: number;
}

/** What the thread makes of its own frames while it is paused: whose code it is in, and where its author wrote it. */
export interface PausedPlace {
  readonly plugin: string | null;
  readonly stack: string | null;
  readonly location: SourceLocation | null;
  /** Whether it may be stopped right there: it is in the author's own code, and Node's timers are not below it. */
  readonly canStop: boolean;
}

/** Name of the thread's global function from `PausedFrame[]` as JSON to `PausedPlace`, for a debugger to call. */
export const DESCRIBE_PAUSED = "__patchbayDescribePaused";

/** What the thread tells without being asked. */
export interface WorkerEvents {
  /** Something that a snapshot shows is different. Not more than once for each turn of the event loop. */
  changed(state: WorkerState): void;
  sampled(samples: LiveSample[]): void;
  logged(lines: LogLine[]): void;
  /** Spans that ended, where fires are traced. */
  traced(spans: CarriedSpan[]): void;
}
