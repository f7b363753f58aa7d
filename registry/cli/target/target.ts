import type {
  EntryPointRecord,
  FireReport,
  FireRequest,
  HookSample,
  InstallPreview,
  InstallRequest,
  PluginCondition,
  PluginDetail,
  PluginRecord,
} from "../../../schemas/index.ts";
import type { Outcome } from "../../operator/operations/index.ts";

export interface ListOptions {
  /** Whether plugin code may be run to find out more. A running registry has run it already. */
  readonly load: boolean;
}

/** The registry that commands act on: one that runs, or a manifest. */
export interface Target {
  list(options: ListOptions): Promise<Outcome<{ plugins: PluginRecord[] }>>;
  /** How each plugin is now; null where the records say it: nothing has run that could have failed before. */
  conditions(): Promise<readonly PluginCondition[] | null>;
  show(name: string): Promise<Outcome<PluginDetail>>;
  setEnabled(name: string, enabled: boolean): Promise<Outcome<{ plugin: PluginRecord }>>;
  /** Every plugin when null. */
  reload(
    name: string | null,
  ): Promise<Outcome<{ plugin: PluginRecord } | { plugins: PluginRecord[] }>>;
  /** By a JSON merge patch. */
  patchConfig(
    name: string,
    patch: Readonly<Record<string, unknown>>,
  ): Promise<Outcome<{ plugin: PluginRecord }>>;
  discover(options: ListOptions): Promise<Outcome<{ entry_points: EntryPointRecord[] }>>;
  install(request: InstallRequest): Promise<Outcome<{ plugin: PluginRecord }>>;
  /** What `install` would do. Changes nothing, and runs no plugin code. */
  previewInstall(request: InstallRequest): Promise<Outcome<InstallPreview>>;
  uninstall(name: string): Promise<Outcome<{ removed: string }>>;
  fire(request: FireRequest): Promise<Outcome<FireReport>>;
  history(
    name: string,
    hook: string,
  ): Promise<Outcome<{ plugin: string; history: Record<string, HookSample[]> }>>;
  close(): void;
}
