import type {
  AuditRecord,
  HostEvents,
  HostOptions,
  OperatorApiAnswer,
  OperatorApiRequest,
} from "../../schemas/index.ts";
import { SerialQueue } from "../base/serial-queue.ts";
import type { RegistryHost } from "../host/index.ts";
import type { ApiResult, RegistryFeed } from "../operator/index.ts";

/** The editor waits 3 s for the process to end, most of which is the plugins'. */
const CLOSE_DEADLINE_MS = 500;

export interface EmbeddedApiOptions {
  readonly registry: RegistryHost;
  /** Folder with `wasm/`. */
  readonly distFolder: string;
  readonly audit: (record: AuditRecord) => void;
  readonly onFailure: (error: Error) => void;
}

type OpenApi = Extract<ApiResult, { kind: "open" }>;

/** The operator API over the editor's own registry, for as long as it is asked for. */
export class EmbeddedApi implements Omit<HostEvents, "stuck"> {
  readonly #options: EmbeddedApiOptions;
  readonly #queue = new SerialQueue();
  readonly #stored = new Map<string, string>();
  #served: HostOptions | null = null;
  #open: OpenApi | null = null;
  #feed: RegistryFeed | null = null;

  constructor(options: EmbeddedApiOptions) {
    this.#options = options;
  }

  /** The registry was initialized with these options. */
  initialized(options: HostOptions): void {
    this.#served = options;
    this.storedSecretsChanged(options.storedSecrets);
  }

  storedSecretsChanged(secrets: Readonly<Record<string, string>>): void {
    this.#stored.clear();
    for (const [name, value] of Object.entries(secrets)) this.#stored.set(name, value);
  }

  /** Opens the API, in place of the one that is open. Rejects before the registry was initialized. */
  open(request: OperatorApiRequest): Promise<OperatorApiAnswer> {
    return this.#queue.run(async () => {
      await this.#close();
      return this.#start(request);
    });
  }

  close(): Promise<void> {
    return this.#queue.run(() => this.#close());
  }

  readonly snapshotChanged: HostEvents["snapshotChanged"] = (snapshot) =>
    this.#feed?.snapshotChanged(snapshot);
  readonly sampled: HostEvents["sampled"] = (samples) => this.#feed?.sampled(samples);
  readonly reloadObserved: HostEvents["reloadObserved"] = (reports) =>
    this.#feed?.reloadObserved(reports);
  readonly logged: HostEvents["logged"] = (lines) => this.#feed?.logged(lines);

  async #start({ key, port }: OperatorApiRequest): Promise<OperatorApiAnswer> {
    const { registry, distFolder, audit, onFailure } = this.#options;
    const options = this.#served;
    if (!options) throw new Error("The operator API needs a registry that was initialized.");
    // Few editors serve: what does is loaded for those.
    const operator = await import("../operator/index.ts");
    const feed = new operator.RegistryFeed();
    this.#feed = feed;
    const first = await registry.snapshot();
    feed.snapshotChanged(first);
    const opened = await operator.openApi(
      { registry, feed, first, options, stored: this.#stored },
      {
        host: "127.0.0.1",
        port,
        keys: { operator: key },
        distFolder,
        closeDeadlineMs: CLOSE_DEADLINE_MS,
        audit,
        onFailure,
      },
    );
    if (opened.kind === "open") {
      this.#open = opened;
      return { kind: "open", url: opened.url };
    }
    this.#feed = null;
    return { kind: "refused", message: opened.message };
  }

  async #close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    this.#feed = null;
    await open?.close();
  }
}
