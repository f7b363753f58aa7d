import { commands, Disposable, EventEmitter } from "vscode";
import type { Event, LogOutputChannel, Memento } from "vscode";
import type { EditorCalls, OperatorApiAnswer } from "../../schemas/index.ts";
import { messageOf, SerialQueue } from "../base/index.ts";
import type { RegistryClient, RegistryState } from "../host/index.ts";
import type { ManifestTracker } from "../manifest/index.ts";
import type { ApiKeys } from "./api-keys.ts";
import { apiWithoutRegistry } from "./api-without-registry.ts";

/** Where the API was last: scripts go on with the address that they were told. */
const PORT_REMEMBERED_AS = "patchbay.operatorApi.port";

/** An API that answers. */
export interface OpenApi {
  readonly kind: "open";
  /** Without a trailing slash. */
  readonly url: string;
  /** What every request needs. Never log it. */
  readonly key: string;
}

/** The operator API of this window's registry. */
export type OperatorApiState =
  | { readonly kind: "closed" }
  /** Asked for, and not there yet: it opens, or the registry it is an interface to starts again. */
  | { readonly kind: "opening" }
  | OpenApi
  | { readonly kind: "failed"; readonly message: string };

export interface OperatorApiOptions {
  readonly registry: RegistryClient;
  readonly manifests: ManifestTracker;
  readonly keys: ApiKeys;
  readonly memory: Memento;
  readonly log: Pick<LogOutputChannel, "warn">;
}

/**
 * The HTTP interface to the registry that this window runs: closed until somebody asks for it, open again whenever the
 * host is, and gone with the window.
 */
export class OperatorApi implements Disposable {
  readonly #options: OperatorApiOptions;
  readonly #queue = new SerialQueue();
  readonly #changed = new EventEmitter<OperatorApiState>();
  readonly #subscription: Disposable;
  #isWanted = false;
  #state: OperatorApiState = { kind: "closed" };

  readonly onDidChange: Event<OperatorApiState> = this.#changed.event;

  constructor(options: OperatorApiOptions) {
    this.#options = options;
    this.#subscription = options.registry.onDidChangeState((state) => this.#follow(state));
    this.#become(this.#state);
  }

  get state(): OperatorApiState {
    return this.#state;
  }

  /** Opens the API, if it is not open. Settles with what came of it. */
  open(): Promise<OperatorApiState> {
    this.#isWanted = true;
    return this.#queue.add(async () => {
      if (this.#state.kind !== "open") await this.#open();
      return this.#state;
    });
  }

  /** Closes the API. Does not reject: a host that does not answer any more has no API either. */
  close(): Promise<void> {
    this.#isWanted = false;
    return this.#queue.add(async () => {
      const { registry, log } = this.#options;
      try {
        if (registry.state.kind === "running") await registry.state.host.closeOperatorApi();
      } catch (error) {
        log.warn(`Closing the operator API: ${messageOf(error)}`);
      }
      this.#become({ kind: "closed" });
    });
  }

  /** Opens the API with another key: who has the old one is let in no more. */
  replaceKey(): Promise<OperatorApiState> {
    return this.#queue.add(async () => {
      const scope = this.#scope();
      if (scope !== null) await this.#options.keys.replace(scope);
      if (this.#isWanted) await this.#open();
      return this.#state;
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #follow(state: RegistryState): void {
    if (!this.#isWanted) return;
    if (state.kind !== "running") return this.#become(apiWithoutRegistry(state));
    // Does not reject: what keeps the API from opening is its state.
    void this.#queue.add(() => this.#open());
  }

  async #open(): Promise<void> {
    const { registry, keys, memory } = this.#options;
    const { state } = registry;
    const scope = this.#scope();
    if (!this.#isWanted || state.kind !== "running" || scope === null) return;
    this.#become({ kind: "opening" });
    try {
      const key = await keys.of(scope);
      const opened = await openAt(state.host, key, memory.get<number>(PORT_REMEMBERED_AS) ?? 0);
      // Of a host that ended meanwhile nothing is claimed: its successor is followed.
      if (registry.state !== state) return;
      if (opened.kind === "refused")
        return this.#become({ kind: "failed", message: opened.message });
      await memory.update(PORT_REMEMBERED_AS, Number(new URL(opened.url).port));
      this.#become({ kind: "open", url: opened.url, key });
    } catch (error) {
      if (registry.state === state) this.#become({ kind: "failed", message: messageOf(error) });
    }
  }

  #scope(): string | null {
    return this.#options.manifests.current?.folder.uri.toString() ?? null;
  }

  #become(state: OperatorApiState): void {
    this.#state = state;
    // What menus go by.
    void commands.executeCommand("setContext", "patchbay.operatorApi", state.kind);
    this.#changed.fire(state);
  }
}

/** Where it was last, else wherever there is room: another window may have taken the place. */
async function openAt(host: EditorCalls, key: string, port: number): Promise<OperatorApiAnswer> {
  const opened = await host.openOperatorApi({ key, port });
  return opened.kind === "refused" && port !== 0 ? host.openOperatorApi({ key, port: 0 }) : opened;
}
