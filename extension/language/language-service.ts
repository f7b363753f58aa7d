import { workspace, type LogOutputChannel, type TextDocument, type Uri } from "vscode";
import {
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
} from "vscode-languageclient/node";
import {
  CONFIG_SCHEMAS,
  LOCATE_ENTRY,
  PLAN_EDIT,
  REGISTRY_STATE,
  STORED_SECRETS,
  TRUST_GRANTED,
  type ConfigSchemasParams,
  type LocateEntryParams,
  type LspRange,
  type ManifestChange,
  type PlanEditParams,
  type PlanEditResult,
  type RegistryStateParams,
  type ServerOptions,
  type StoredSecretsParams,
} from "../../schemas/index.ts";
import { messageOf, readSettings, SerialQueue } from "../base/index.ts";
import { manifestSelector } from "./manifest-selector.ts";
import { isYamlChecked } from "./yaml-extension.ts";

export interface LanguageServiceOptions {
  /** Absolute path of `server.js`. */
  readonly serverFile: string;
  readonly log: LogOutputChannel;
}

/**
 * The language server, and what Patchbay asks of it beyond LSP. What it was told about the running registry and the
 * stored secrets is told again whenever it starts anew.
 */
export class LanguageService {
  readonly #options: LanguageServiceOptions;
  readonly #queue = new SerialQueue();
  #client: LanguageClient | null = null;
  /** Which documents the server that runs is asked about, as JSON. */
  #selected = "";
  #registry: RegistryStateParams | null = null;
  #configSchemas: ConfigSchemasParams | null = null;
  #secrets: StoredSecretsParams | null = null;

  constructor(options: LanguageServiceOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#client?.isRunning() ?? false;
  }

  /** Starts the server, or starts it anew with the settings of now. Logs a failure; never rejects. */
  restart(): Promise<void> {
    return this.#queue.add(async () => {
      await this.#stop();
      await this.#start();
    });
  }

  /** Folders came or went: starts the server anew if their settings name other manifests. Never rejects. */
  async followFolders(): Promise<void> {
    if (JSON.stringify(manifestSelector()) !== this.#selected) await this.restart();
  }

  /** Ends the server for good. */
  close(): Promise<void> {
    return this.#queue.add(() => this.#stop());
  }

  /** The edits that carry out a change of the manifest as its document is now. Rejects when the server does not run. */
  async planEdit(manifest: TextDocument, change: ManifestChange): Promise<PlanEditResult> {
    const params: PlanEditParams = {
      uri: manifest.uri.toString(),
      text: manifest.getText(),
      change,
    };
    return this.#running().sendRequest<PlanEditResult>(PLAN_EDIT, params);
  }

  /** Where a plugin's entry stands; null when it has none. Rejects when the server does not run. */
  async locateEntry(uri: Uri, plugin: string): Promise<LspRange | null> {
    const params: LocateEntryParams = { uri: uri.toString(), plugin };
    return this.#running().sendRequest<LspRange | null>(LOCATE_ENTRY, params);
  }

  tellRegistry(params: RegistryStateParams): void {
    this.#registry = params;
    this.#tell(REGISTRY_STATE, params);
  }

  tellConfigSchemas(params: ConfigSchemasParams): void {
    this.#configSchemas = params;
    this.#tell(CONFIG_SCHEMAS, params);
  }

  tellStoredSecrets(params: StoredSecretsParams): void {
    this.#secrets = params;
    this.#tell(STORED_SECRETS, params);
  }

  tellTrustGranted(): void {
    this.#tell(TRUST_GRANTED, {});
  }

  async #start(): Promise<void> {
    const { serverFile, log } = this.#options;
    const documentSelector = manifestSelector();
    this.#selected = JSON.stringify(documentSelector);
    const client = new LanguageClient(
      "patchbay",
      "Patchbay Language Server",
      { module: serverFile, transport: TransportKind.ipc },
      {
        documentSelector,
        diagnosticCollectionName: "patchbay",
        outputChannel: log,
        // A problem of the server's is for the log: the panel does not open by itself.
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        initializationOptions: serverOptions,
        markdown: { supportThemeIcons: true },
      },
    );
    this.#client = client;
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) this.#tellAgain();
    });
    try {
      await client.start();
    } catch (error) {
      log.error(`Starting the language server: ${messageOf(error)}`);
    }
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    try {
      await client?.dispose();
    } catch (error) {
      this.#options.log.warn(`Stopping the language server: ${messageOf(error)}`);
    }
  }

  #running(): LanguageClient {
    if (!this.#client?.isRunning()) throw new Error("The language server is not running.");
    return this.#client;
  }

  #tellAgain(): void {
    // Trust may have come while the server started.
    if (workspace.isTrusted) this.tellTrustGranted();
    if (this.#secrets) this.#tell(STORED_SECRETS, this.#secrets);
    if (this.#registry) this.#tell(REGISTRY_STATE, this.#registry);
    if (this.#configSchemas) this.#tell(CONFIG_SCHEMAS, this.#configSchemas);
  }

  /** To a server that does not run nothing is told: it hears everything when it starts. */
  #tell(notification: string, params: object): void {
    if (!this.#client?.isRunning()) return;
    this.#client.sendNotification(notification, params).catch((error: unknown) => {
      this.#options.log.warn(`Telling the language server ${notification}: ${messageOf(error)}`);
    });
  }
}

/** Of all folders together, until the server has asked for the settings of each. */
function serverOptions(): ServerOptions {
  const folders = workspace.workspaceFolders ?? [];
  const sourceRoots = folders.flatMap((folder) => readSettings(folder).sourceRoots);
  return {
    trusted: workspace.isTrusted,
    sourceRoots,
    clientCommands: true,
    yamlIsChecked: isYamlChecked(),
  };
}
