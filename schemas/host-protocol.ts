import * as z from "zod";
import { pluginKindSchema } from "./plugin-kind.ts";
import { pluginStatusSchema, type PluginRecord } from "./plugin-status.ts";
import { problemSchema, type Problem } from "./problem.ts";
import { hookSampleSchema, type HookSample } from "./telemetry.ts";

/**
 * What the editor and the registry host say to each other. Transport: fork IPC, `serialization: "advanced"`.
 * Calls are answered and never reject for what a plugin, the manifest or the file system did: that is in the answer.
 * Everything is plain data. No value of a secret goes from the host to the editor.
 */

export const hostOptionsSchema = z.object({
  /** Absolute path of the manifest; the file need not exist. */
  manifestFile: z.string(),
  /** Absolute path; module references and `.env` are looked up no higher than here. */
  workspaceFolder: z.string(),
  /** More folders in which dotted references are looked up (`patchbay.sourceRoots`), absolute. */
  sourceRoots: z.array(z.string()),
  /** Directories of files that register factories (`patchbay.pluginDirectories`), in the workspace folder or absolute. Default: none. */
  pluginDirectories: z.array(z.string()).optional(),
  /** Groups of entry points (`nexus_core.plugins`, `agent_pm.plugins`) whose plugins are loaded beside the manifest's. Default: none. */
  entryPoints: z.array(z.string()).optional(),
  /** How long a handler or lifecycle method may run, in ms (`patchbay.callDeadlineMs`). */
  callDeadlineMs: z.number().positive(),
  /** Upper bound of the heap that all plugins share, in MB. Default: 512. */
  heapLimitMb: z.number().positive().optional(),
  /** What *Set Secret…* stored, by name. The one message that carries values; it goes towards the host only. */
  storedSecrets: z.record(z.string(), z.string()),
  /** Plugins that must not run, by name, and why: what `stuck` told of the process that this one replaces. Default: none. */
  quarantined: z.record(z.string(), problemSchema).optional(),
});
export type HostOptions = z.infer<typeof hostOptionsSchema>;

/** A factory that is registered. */
export const pluginSpecRecordSchema = z.object({
  kind: pluginKindSchema,
  name: z.string(),
  version: z.string(),
  description: z.string(),
  /** The file of a plugin directory that registered it; null when an entry of the manifest did. */
  file: z.string().nullable(),
});
export type PluginSpecRecord = z.infer<typeof pluginSpecRecordSchema>;

/** The registry at one moment. A later snapshot has a higher `revision`. */
export const registrySnapshotSchema = z.object({
  revision: z.int().nonnegative(),
  /** In manifest order. */
  plugins: z.array(pluginStatusSchema),
  /** What is wrong with the manifest as a whole: unreadable, not YAML, neither list nor mapping. */
  manifestProblems: z.array(problemSchema),
  /** By kind, then name. Absent where no plugin code runs. */
  specs: z.array(pluginSpecRecordSchema).optional(),
  /** What is wrong with files of plugin directories as they are. Absent where no plugin code runs. */
  directoryProblems: z.array(problemSchema).optional(),
  /** A debugger may be attached: no deadline holds. Default: false. */
  debugging: z.boolean().optional(),
});
export type RegistrySnapshot = z.infer<typeof registrySnapshotSchema>;

/** What was observed of one plugin's reload. */
export const reloadReportSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("reloaded"),
    plugin: z.string(),
    generation: z.int().positive(),
    /** From the host's notice of the change until the new code answers. */
    tookMs: z.number().nonnegative(),
    at: z.string(),
  }),
  z.object({
    kind: z.literal("rolled-back"),
    plugin: z.string(),
    /** The generation that goes on answering; 0 when there is none. */
    generation: z.int().nonnegative(),
    problem: problemSchema,
  }),
  z.object({ kind: z.literal("not-found"), plugin: z.string() }),
]);
export type ReloadReport = z.infer<typeof reloadReportSchema>;

export const fireRequestSchema = z.object({
  hook: z.string(),
  /** The hook's named arguments. */
  payload: z.record(z.string(), z.unknown()),
  /** Plugin that is not called, as if it had emitted the event. */
  source: z.string().optional(),
  /** The trace that the fire is a part of: the W3C headers of the request that asked for it. */
  trace: z.object({ traceparent: z.string(), tracestate: z.string().optional() }).optional(),
});
export type FireRequest = z.infer<typeof fireRequestSchema>;

/** What one plugin did when a hook was fired. */
export const handlerOutcomeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("answered"), plugin: z.string(), durationMs: z.number() }),
  z.object({
    kind: z.literal("threw"),
    plugin: z.string(),
    durationMs: z.number(),
    problem: problemSchema,
  }),
  /** The deadline passed; the plugin is quarantined when its code held the thread. */
  z.object({
    kind: z.literal("timed-out"),
    plugin: z.string(),
    durationMs: z.number(),
    problem: problemSchema,
  }),
  /** The plugins' thread ended before the plugin's turn was over or began: what came of it, and whether it was called, is not known. */
  z.object({ kind: z.literal("lost"), plugin: z.string(), problem: problemSchema }),
  z.object({
    kind: z.literal("skipped"),
    plugin: z.string(),
    /** `cancelled`: the caller gave up before its turn came. `decided`: another plugin had the result of a first-result hook. `interrupted`: the plugins' thread ended before its turn came. */
    reason: z.enum([
      "disabled",
      "source",
      "not-active",
      "quarantined",
      "cancelled",
      "decided",
      "interrupted",
    ]),
  }),
]);
export type HandlerOutcome = z.infer<typeof handlerOutcomeSchema>;

export const fireReportSchema = z.object({
  hook: z.string(),
  /** In the order in which the plugins were called. */
  outcomes: z.array(handlerOutcomeSchema),
  /** The payload as the last handler left it; null when it could not be carried (`payloadProblem` says why). */
  payload: z.record(z.string(), z.unknown()).nullable(),
  payloadProblem: z.string().nullable(),
  /** What ended the fire of a first-result hook; null when nothing did, and for all other hooks. */
  result: z
    .object({
      plugin: z.string(),
      /** Null when it could not be carried. */
      value: z.unknown(),
      problem: z.string().nullable(),
    })
    .nullable(),
  /** What is wrong with the fire itself: the payload breaks the hook's spec, or wishes about the order contradict each other. */
  problems: z.array(problemSchema),
  durationMs: z.number(),
});
export type FireReport = z.infer<typeof fireReportSchema>;

/** A sample with the plugin and hook it belongs to. */
export const liveSampleSchema = z.object({
  plugin: z.string(),
  hook: z.string(),
  sample: hookSampleSchema,
});
export type LiveSample = z.infer<typeof liveSampleSchema>;

/** A plugin that took the host's process down, and what its record should say. */
export interface StuckPlugin {
  readonly plugin: string;
  readonly problem: Problem;
}

export const logLineSchema = z.object({
  /** The plugin that wrote it; null when it cannot be told. */
  plugin: z.string().nullable(),
  level: z.enum(["debug", "info", "warn", "error"]),
  message: z.string(),
  at: z.string(),
});
export type LogLine = z.infer<typeof logLineSchema>;

/** JSON Schemas of `config`, by the module references of the entries whose classes declare them. */
export type ConfigSchemas = Readonly<Record<string, unknown>>;

/** What may be asked of a registry host. */
export interface HostCalls {
  /**
   * Everything that `initialize` does short of running plugin code: for a process that stands by. What an `initialize` which follows says
   * of stored secrets and of quarantine counts; with other options it begins anew.
   */
  prepare(options: HostOptions): Promise<void>;
  /** Before anything else is asked. Loads the manifest and every plugin, and watches the files. */
  initialize(options: HostOptions): Promise<RegistrySnapshot>;
  snapshot(): Promise<RegistrySnapshot>;
  /** Every record in full, histories included. */
  records(): Promise<PluginRecord[]>;
  history(plugin: string, hook: string): Promise<HookSample[]>;
  /** What the classes that are loaded say about their `config`; null while plugins keep it from being asked. */
  configSchemas(): Promise<ConfigSchemas | null>;
  /** The manifest was saved with this text: reconciles without waiting for the file watcher. */
  manifestSaved(text: string): Promise<RegistrySnapshot>;
  /** A file was saved. Reloads the plugins whose module graph holds it; answers with what was observed of each. */
  sourceSaved(file: string, text: string): Promise<ReloadReport[]>;
  /** Loads one plugin's code anew, or every plugin's when null. Ends a quarantine. */
  reload(plugin: string | null): Promise<ReloadReport[]>;
  fire(request: FireRequest): Promise<FireReport>;
  /** Replaces what the editor's secret store holds. */
  storedSecretsChanged(secrets: Readonly<Record<string, string>>): Promise<void>;
  /** Runs `onDisable` of everything, last enabled first, with a deadline; then the process exits by itself. */
  shutdown(): Promise<void>;
}

/** What a registry host tells without being asked. Nothing is answered. */
export interface HostEvents {
  /** At most a few times a second, and only when something changed. */
  snapshotChanged(snapshot: RegistrySnapshot): void;
  /** Calls since the last one, oldest first; at most ten batches a second, the oldest dropped beyond 500 samples. */
  sampled(samples: LiveSample[]): void;
  /** A reload that nobody asked for over this channel: a file changed on disk. */
  reloadObserved(reports: ReloadReport[]): void;
  logged(lines: LogLine[]): void;
  /**
   * A plugin holds its thread in native code, which only the end of the process ends: the host kills itself now. Start
   * another one with the culprit in `quarantined`.
   */
  stuck(culprit: StuckPlugin | null): void;
}
