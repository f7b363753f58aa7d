import { isDeepStrictEqual } from "node:util";
import type {
  Connection,
  Diagnostic,
  Disposable,
  PublishDiagnosticsParams,
} from "vscode-languageserver";
import { Coalescer, keyOfUri, type Log } from "../base/index.ts";
import {
  isEdited,
  type TextFile,
  type TextFileChange,
  type Workspace,
} from "../workspace/index.ts";
import { diagnoseManifest, diagnoseSource } from "./diagnose.ts";
import { isNamed } from "./gather.ts";

interface Published {
  readonly uri: string;
  readonly version: number | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Sends diagnostics: for every open manifest and source file and for the manifests on disk, whenever something that
 * they depend on changed. A manifest's are computed in one go from what is known now, so no result can be late; what
 * is not known yet is read afterwards and leads to another round.
 */
export class DiagnosticsPublisher {
  readonly #connection: Connection;
  readonly #workspace: Workspace;
  readonly #log: Log;
  readonly #published = new Map<string, Published>();
  readonly #touched = new Set<string>();
  readonly #changedSources = new Map<string, TextFile | null>();
  readonly #round: Coalescer;
  readonly #listeners: Disposable[];

  constructor(connection: Connection, workspace: Workspace, log: Log) {
    this.#connection = connection;
    this.#workspace = workspace;
    this.#log = log;
    this.#round = new Coalescer(() => {
      this.#run();
    });
    const { texts, manifests, classes, secrets, live } = workspace;
    const touchAll = (): void => {
      this.touchAll();
    };
    this.#listeners = [
      texts.onDidChange((change) => {
        this.#textChanged(change);
      }),
      manifests.onDidChangeOnDisk((uri) => {
        this.#touch(uri);
      }),
      classes.onDidLearn(touchAll),
      secrets.onDidChange(touchAll),
      live.onDidChangeProblems(touchAll),
      workspace.onDidChangeSettings(touchAll),
    ];
  }

  /** Something changed that any file's diagnostics may depend on. */
  touchAll(): void {
    for (const { uri } of this.#published.values()) this.#touch(uri);
    for (const { uri } of this.#workspace.texts) this.#touch(uri);
    for (const { uri } of this.#workspace.manifests.all()) this.#touch(uri);
  }

  dispose(): void {
    this.#round.dispose();
    for (const listener of this.#listeners) listener.dispose();
  }

  #touch(uri: string): void {
    this.#touched.add(uri);
    this.#round.request();
  }

  #textChanged({ file, kind }: TextFileChange): void {
    if (file.file && this.#workspace.isSource(file.file)) {
      this.#changedSources.set(file.file, kind === "closed" ? null : file);
    }
    this.#touch(file.uri);
  }

  #run(): void {
    const { classes } = this.#workspace;
    for (const [path, file] of this.#changedSources) classes.setOverlay(path, file?.text ?? null);
    this.#changedSources.clear();
    const touched = [...this.#touched];
    this.#touched.clear();
    for (const uri of touched) {
      try {
        this.#refresh(uri);
      } catch (error) {
        this.#log.failed(`Computing diagnostics`, error);
      }
    }
    classes.readWanted();
  }

  #refresh(uri: string): void {
    const { manifests, texts } = this.#workspace;
    const manifest = manifests.get(uri);
    if (manifest && manifests.isGone(manifest)) {
      this.#clear(uri);
      return;
    }
    if (manifest) {
      this.#send(manifest, diagnoseManifest(manifest, this.#workspace, this.#log));
      return;
    }
    const text = texts.get(uri);
    if (text?.file && isEdited(uri) && this.#workspace.isSource(text.file)) {
      // Never rejects: what goes wrong is logged in there.
      void this.#refreshSource(text, text.file);
    } else {
      this.#clear(uri);
    }
  }

  /** Sources that no manifest names are not read at all. */
  async #refreshSource(text: TextFile, path: string): Promise<void> {
    try {
      const { version } = text;
      const facts = isNamed(text, this.#workspace)
        ? await this.#workspace.classes.factsOf(path)
        : null;
      // A newer text, or a closed one, has a round of its own.
      if (this.#workspace.texts.get(text.uri) !== text || text.version !== version) return;
      const diagnostics = diagnoseSource(text, facts, this.#workspace, this.#log);
      if (diagnostics.length > 0 || this.#published.has(keyOfUri(text.uri))) {
        this.#send(text, diagnostics);
      }
    } catch (error) {
      this.#log.failed(`Checking a plugin's source`, error);
    }
  }

  #send({ uri, version }: TextFile, diagnostics: Diagnostic[]): void {
    const key = keyOfUri(uri);
    const last = this.#published.get(key);
    if (last?.version === version && isDeepStrictEqual(last.diagnostics, diagnostics)) return;
    this.#published.set(key, { uri, version, diagnostics });
    this.#deliver({ uri, diagnostics, ...(version !== null && { version }) });
  }

  #clear(uri: string): void {
    const last = this.#published.get(keyOfUri(uri));
    if (!last) return;
    this.#published.delete(keyOfUri(uri));
    if (last.diagnostics.length > 0) this.#deliver({ uri: last.uri, diagnostics: [] });
  }

  #deliver(params: PublishDiagnosticsParams): void {
    if (!this.#workspace.setup.pushesDiagnostics) return;
    this.#connection.sendDiagnostics(params).catch((error: unknown) => {
      this.#log.failed("Sending diagnostics", error);
    });
  }
}
