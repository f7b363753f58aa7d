import path from "node:path";
import { Uri, workspace, type WorkspaceFolder } from "vscode";

/** Patchbay's settings as they apply to one workspace folder. */
export interface Settings {
  /** `patchbay.manifest`; empty when the manifest is to be looked for. */
  readonly manifest: string;
  /** `patchbay.sourceRoots`, absolute. */
  readonly sourceRoots: readonly string[];
  /** `patchbay.pluginDirectories`, absolute. */
  readonly pluginDirectories: readonly string[];
  readonly callDeadlineMs: number;
  /** `patchbay.standbyHost`: of the window, not of a folder. */
  readonly standbyHost: boolean;
  /** `patchbay.manifestPatterns`: globs of further files that are manifests. */
  readonly manifestPatterns: readonly string[];
}

const DEFAULT_CALL_DEADLINE_MS = 5000;
const LOWEST_CALL_DEADLINE_MS = 50;

/** Reads the settings. What a user typed in a wrong type counts as not set. */
export function readSettings(folder: WorkspaceFolder | undefined): Settings {
  const configuration = workspace.getConfiguration("patchbay", folder?.uri);
  const deadline = configuration.get<unknown>("callDeadlineMs");
  const foldersOf = (name: string): readonly string[] =>
    folder ? textsOf(configuration.get<unknown>(name)).map((one) => resolveIn(folder, one)) : [];
  return {
    manifest: textOf(configuration.get<unknown>("manifest")),
    sourceRoots: foldersOf("sourceRoots"),
    pluginDirectories: foldersOf("pluginDirectories"),
    callDeadlineMs:
      typeof deadline === "number" && deadline >= LOWEST_CALL_DEADLINE_MS
        ? deadline
        : DEFAULT_CALL_DEADLINE_MS,
    standbyHost: configuration.get<unknown>("standbyHost") !== false,
    manifestPatterns: textsOf(configuration.get<unknown>("manifestPatterns")),
  };
}

/** A path as a user writes it in a setting: absolute, or relative to the folder. */
export function uriIn(folder: WorkspaceFolder, written: string): Uri {
  return path.isAbsolute(written)
    ? folder.uri.with({ path: Uri.file(written).path })
    : Uri.joinPath(folder.uri, written);
}

function resolveIn(folder: WorkspaceFolder, written: string): string {
  return path.resolve(folder.uri.fsPath, written);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(textOf).filter((text) => text !== "") : [];
}
