import type { ManifestEntry, Problem, SourceLocation } from "../../schemas/index.ts";
import type { HookSpec, PluginLog } from "../sdk/index.ts";
import type { SecretChain } from "../secrets/index.ts";

/** How the kernel gets at plugin code. The worker evaluates a module graph of its own; a Node service imports. */
export interface ModuleLoader {
  /**
   * Evaluates the module behind a reference. With `fresh`, every module of its graph that changed is evaluated again and nothing
   * of the old generation is touched. Never rejects for what the plugin's code or the file system did.
   */
  load(reference: string, options: LoadOptions): Promise<LoadOutcome>;
}
export interface LoadOptions {
  readonly fresh: boolean;
  /** The loader runs the module's top-level code inside it, so that a hang on import is blamed on the right plugin. */
  readonly evaluate: <T>(code: () => T) => T;
}
export type LoadOutcome =
  | {
      readonly kind: "loaded";
      readonly exports: Readonly<Record<string, unknown>>;
      readonly file: string;
    }
  | { readonly kind: "failed"; readonly problem: Problem };

/**
 * Called around every piece of plugin code, so that another thread can tell who is running and since when. Calls nest
 * strictly: a handler that emits is left after the handlers that it reached. What runs after a plugin's first `await`
 * is resumed by the engine, not by the kernel, and is therefore outside of any pair.
 */
export interface CallMarker {
  /** `slot` is the plugin's slot number in the registry: stable while the plugin stays in the manifest. */
  enter(slot: number): void;
  leave(): void;
}

/**
 * Told when instances come and go, so that what their code started ends with them: timers, listeners. A new instance is built while
 * the one before is still in service.
 */
export interface InstanceLives {
  /** An instance is about to be built for a slot. */
  building(slot: number): void;
  /**
   * What a slot's code started ends: `replaced` means all but what was started since the last build began, `discarded` only that, and
   * `over` everything.
   */
  ended(slot: number, what: "replaced" | "discarded" | "over"): void;
}

/** An item of the manifest as the kernel takes it. */
export type KernelItem =
  | { readonly kind: "valid"; readonly position: number; readonly entry: ManifestEntry }
  | {
      readonly kind: "invalid";
      readonly position: number;
      /** Its own name or `invalid_plugin_<k>`. */
      readonly name: string;
      readonly raw: unknown;
      readonly problems: readonly Problem[];
    };

/** Both clocks, in ms, callable without `this`. Tests move them. */
export interface Clock {
  /** Monotonic; what durations and deadlines are measured on. */
  readonly now: () => number;
  /** Since the epoch; what timestamps are written with. */
  readonly wall: () => number;
}

/** How long plugin code may take, in ms. The most specific figure wins: the call's own, the plugin's, the hook's, the default. */
export interface DeadlineOptions {
  readonly callMs: number;
  readonly plugins?: Readonly<Record<string, number>>;
  readonly hooks?: Readonly<Record<string, number>>;
}

/** Finds the author's code in a stack. The host applies source maps here; the default takes the stack as it is. */
export type StackReader = (stack: string) => {
  readonly stack: string | null;
  readonly location: SourceLocation | null;
};

/**
 * How closely `fire` is timed. `exact`: every call. `sampled`: every call is counted, with its failures and errors, and about a hundred
 * fires of a hook in a second are timed, which is every one of a hook that is fired less often.
 */
export type TelemetryMode = "exact" | "sampled";

/** What a registry is made of. Nothing is needed for factories alone. */
export interface RegistryOptions {
  /** Without one no entry of a manifest can be loaded. */
  readonly loader?: ModuleLoader;
  /** Without one every secret is missing. */
  readonly secrets?: SecretChain;
  readonly marker?: CallMarker;
  readonly lives?: InstanceLives;
  /** Default: 5 seconds for everything. */
  readonly deadlines?: DeadlineOptions;
  readonly clock?: Clock;
  /** Default: nothing is logged. */
  readonly logFor?: (plugin: string) => PluginLog;
  readonly readStack?: StackReader;
  /** What the service promises about the hooks that it fires, besides what is known of the platform's own. */
  readonly hookSpecs?: Readonly<Record<string, HookSpec>>;
  /** Hears of every fire and every call: what traces are made of. Default: nobody, which costs nothing. */
  readonly observer?: FireObserver;
  /**
   * Default: `exact`. What is waited for (`fireAndWait`, `emit`) is always timed, and so is everything where there is an `observer` or a
   * `marker`.
   */
  readonly telemetry?: TelemetryMode;
  /** Applied to every text about a failure, after the values that the registry itself handed out were taken out. */
  readonly redact?: (text: string) => string;
  /** Told what went wrong and belongs to no plugin of the manifest. Default: nobody. */
  readonly onWarning?: (problem: Problem) => void;
}

/** Hears of fires and of the calls that they are made of. What it does must not throw: it stands in the way of the fire. */
export interface FireObserver {
  /** The code that runs is about to fire a hook. `source` is the plugin that is not called. */
  fired(hook: string, source: string | null): FireObservation;
}

/** One fire that somebody observes. */
export interface FireObservation {
  /** A handler is about to be called. */
  called(plugin: string): CallObservation;
  /** Everybody was called, and who is waited for has answered. Handlers that nobody waits for may be at work still. */
  ended(): void;
}

/** One call of a handler that somebody observes. */
export interface CallObservation {
  /** Runs the handler's code, or a part of it. What that fires belongs to this call. */
  run<Result>(code: () => Result): Result;
  /** It answered, failed, or is not waited for any longer. `durationMs` is without what a wrapper stood around. */
  ended(durationMs: number, problem: Problem | null): void;
}

/** Belongs to one `fire`. */
export interface FireOptions {
  /** Plugin that is not called, as if it had emitted the event. */
  readonly source?: string | undefined;
  /** The caller gives up: the handler under way is told, those after it are not called. */
  readonly signal?: AbortSignal | undefined;
  /** How long each handler may take, in ms. */
  readonly deadlineMs?: number | undefined;
  /** Calls the handlers in a job of their own, so that the fire is answered even when that job is stopped from outside. */
  readonly apart?: boolean | undefined;
  /**
   * `fireAndWait` checks the payload against the hook's spec first. A breach is among the report's problems, and the hook is fired all
   * the same. For tests and for people; default: false, which costs nothing.
   */
  readonly checkPayload?: boolean | undefined;
}

/** How a hook is fired, with who observes it. */
export interface ObservedOptions extends FireOptions {
  readonly observation?: FireObservation | null;
}

/** A plugin that must not be loaded. */
export interface LeftOutPlugin {
  readonly problem: Problem;
  /** What its class said of itself when it ran last, elsewhere; null when nobody knows. */
  readonly said: SaidOfItself | null;
}

/** What a plugin that is not loaded is known by. */
export interface SaidOfItself {
  readonly description: string | null;
  readonly hooks: readonly string[];
  readonly requiredSecrets: readonly string[];
}

/** What a change of the manifest did, by plugin name. A plugin that is in none of the lists was not touched. */
export interface ReconcileReport {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly enabled: readonly string[];
  readonly disabled: readonly string[];
  /** Rebuilt because its module, config, version or kind changed. */
  readonly rebuilt: readonly string[];
  /** Rebuilding failed: the instance that was there goes on answering. */
  readonly rolledBack: readonly string[];
  /** Only what is said about it changed: description, hooks, position. */
  readonly updated: readonly string[];
}

/** What came of enabling or disabling a plugin at run time. */
export type ToggleOutcome =
  | { readonly kind: "changed" }
  | { readonly kind: "unchanged" }
  /** No entry of that name, or the entry breaks the manifest's schema. */
  | { readonly kind: "not-found" };
