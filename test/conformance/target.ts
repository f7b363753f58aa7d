import type { FireReport, PluginRecord, PluginStatus, ReloadReport } from "../../schemas/index.ts";

/** What a case needs of the world around the registry. */
export interface World {
  /** Sources by path, relative to the manifest's folder. */
  readonly files: Readonly<Record<string, string>>;
  readonly manifest: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Something that the corpus can be run against: the library, or a host over its protocol. */
export interface Target {
  saveManifest(text: string): Promise<void>;
  /** The global reload: the manifest is read again, and every plugin is told. Null where there is no such call. */
  readonly refresh: (() => Promise<void>) | null;
  saveFile(path: string, text: string): Promise<void>;
  reload(plugin: string): Promise<readonly ReloadReport[]>;
  fire(hook: string, payload: Record<string, unknown>, source?: string): Promise<FireReport>;
  records(): Promise<readonly PluginRecord[]>;
  statuses(): Promise<readonly PluginStatus[]>;
  /** What plugins wrote to their logs since the last call, as `plugin: message`; waits until there are as many lines. */
  takeLog(atLeast: number): Promise<readonly string[]>;
  stop(): Promise<void>;
}
