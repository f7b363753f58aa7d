import type { Diagnostic } from "vscode-languageserver";
import type { ModuleIndex } from "../../registry/modules/index.ts";
import { uriOfFile, type Log } from "../base/index.ts";
import { diagnoseManifest } from "../diagnostics/index.ts";
import { sureMends, type Mend } from "../fixes/index.ts";
import { readSetup, TextFile, TextFiles, Workspace } from "../workspace/index.ts";

export interface CheckerOptions {
  /** Absolute paths; module references are looked up no higher than here. */
  readonly folders: readonly string[];
  /** The section `patchbay` of an editor's settings. */
  readonly settings: unknown;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly openIndex: () => Promise<ModuleIndex>;
  readonly log: Log;
}

/** What the editor would show of a manifest, and what can be mended without looking. */
export interface CheckedManifest {
  readonly diagnostics: readonly Diagnostic[];
  /** What needs no decision: no guess by spelling is among them. Looked for when it is asked for. */
  readonly mends: () => Promise<readonly Mend[]>;
}

/** The language server's diagnostics without an editor: the same checks, severities and suppressions. */
export class ManifestChecker {
  readonly #workspace: Workspace;
  readonly #log: Log;

  constructor({ folders, settings, environment, openIndex, log }: CheckerOptions) {
    // As an editor that can do nothing but has the folders open.
    const setup = readSetup({
      processId: null,
      rootUri: null,
      capabilities: {},
      initializationOptions: { settings },
      workspaceFolders: folders.map((folder) => ({ uri: uriOfFile(folder), name: folder })),
    });
    this.#log = log;
    this.#workspace = new Workspace(setup, new TextFiles(), openIndex, environment, log);
  }

  /** `file` is an absolute path; the text need not be what the file holds. */
  async check(file: string, text: string): Promise<CheckedManifest> {
    const manifest = TextFile.onDisk(uriOfFile(file), text);
    const diagnose = (): Diagnostic[] => diagnoseManifest(manifest, this.#workspace, this.#log);
    // What the first round does not know yet is read, and known to the second.
    await this.#workspace.classes.settle(() => void diagnose());
    const diagnostics = diagnose();
    return { diagnostics, mends: () => sureMends(diagnostics, manifest, this.#workspace) };
  }

  dispose(): void {
    this.#workspace.dispose();
  }
}
