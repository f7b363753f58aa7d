import type { InitializeParams } from "vscode-languageserver";
import * as z from "zod";
import { fileOfUri } from "../base/index.ts";
import { readSettings, type Settings } from "./settings.ts";

const optionsSchema = z.looseObject({
  trusted: z.boolean().catch(true),
  sourceRoots: z.array(z.string()).catch([]),
  storedSecrets: z.array(z.string()).catch([]),
  clientCommands: z.boolean().catch(false),
  yamlIsChecked: z.boolean().catch(false),
  settings: z.unknown().optional(),
});

/** What the editor said when it started the server. */
export interface Setup {
  readonly trusted: boolean;
  /** Absolute paths. Never empty: without a workspace it is the folder of each manifest. */
  readonly folders: readonly string[];
  readonly settings: Settings;
  readonly storedSecrets: readonly string[];
  /** Whether the editor answers `workspace/configuration`. */
  readonly asksConfiguration: boolean;
  /** Whether the editor watches files for the server. */
  readonly watchesFiles: boolean;
  /** Whether it does so below any folder that it is given. */
  readonly hasRelativePatterns: boolean;
  /** Whether the editor can be asked for the texts of more files later. */
  readonly registersSynchronization: boolean;
  /** Whether code actions can be offered in more files later. */
  readonly registersCodeActions: boolean;
  /** Whether lenses can be offered in more files later. */
  readonly registersCodeLenses: boolean;
  /** Whether the formatter can be offered, and taken back, later. */
  readonly registersFormatting: boolean;
  /** Whether the editor asks again for lenses when it is told to. */
  readonly refreshesCodeLenses: boolean;
  /** Whether the editor asks again for inlay hints when it is told to. */
  readonly refreshesInlayHints: boolean;
  /** Whether the editor asks again for diagnostics when it is told to. */
  readonly refreshesDiagnostics: boolean;
  /** Whether the editor tells about folders that come and go. */
  readonly hasWorkspaceFolders: boolean;
  /** Whether the editor runs the commands that only Patchbay's own client has. */
  readonly runsClientCommands: boolean;
  /** Whether another server reports what is no valid YAML. */
  readonly yamlIsChecked: boolean;
  /** Whether completions may have tab stops. */
  readonly hasSnippets: boolean;
  /** Whether diagnostics are sent; false for an editor that only asks for them. */
  readonly pushesDiagnostics: boolean;
}

export function readSetup(params: InitializeParams): Setup {
  const options = optionsSchema.parse(params.initializationOptions ?? {});
  const { workspace, textDocument } = params.capabilities;
  const settings = readSettings(options.settings);
  return {
    trusted: options.trusted,
    folders: foldersOf(params),
    settings: { ...settings, sourceRoots: [...settings.sourceRoots, ...options.sourceRoots] },
    storedSecrets: options.storedSecrets,
    asksConfiguration: workspace?.configuration === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    hasRelativePatterns: workspace?.didChangeWatchedFiles?.relativePatternSupport === true,
    registersSynchronization: textDocument?.synchronization?.dynamicRegistration === true,
    registersCodeActions: textDocument?.codeAction?.dynamicRegistration === true,
    registersCodeLenses: textDocument?.codeLens?.dynamicRegistration === true,
    registersFormatting:
      textDocument?.formatting?.dynamicRegistration === true &&
      textDocument.rangeFormatting?.dynamicRegistration === true &&
      textDocument.onTypeFormatting?.dynamicRegistration === true,
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    hasWorkspaceFolders: workspace?.workspaceFolders === true,
    runsClientCommands: options.clientCommands,
    yamlIsChecked: options.yamlIsChecked,
    hasSnippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    pushesDiagnostics:
      textDocument?.publishDiagnostics !== undefined || textDocument?.diagnostic === undefined,
  };
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  return uris.map(fileOfUri).filter((folder) => folder !== null);
}
