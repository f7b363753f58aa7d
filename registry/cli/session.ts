import type { LogLine } from "../../schemas/index.ts";
import { findServer } from "../operator/running/index.ts";
import { findManifest, type ManifestPlace } from "./place/index.ts";
import { Printer } from "./print/index.ts";
import type { CliSurroundings } from "./surroundings.ts";
import {
  checkAddress,
  connectTo,
  openManifest,
  type ServiceAddress,
  type Target,
} from "./target/index.ts";

/** The options that every command has. */
export interface GlobalOptions {
  readonly manifest?: string;
  readonly url?: string;
  /** Work on the manifest even when a registry runs it. */
  readonly direct?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** One command being carried out: what it is about, and how it talks. */
export class Session {
  readonly options: GlobalOptions;
  readonly surroundings: CliSurroundings;
  readonly print: Printer;
  #place: ManifestPlace | null = null;
  #service: Promise<ServiceAddress | null> | null = null;
  #target: Target | null = null;

  constructor(options: GlobalOptions, surroundings: CliSurroundings) {
    this.options = options;
    this.surroundings = surroundings;
    this.print = new Printer(surroundings);
  }

  get place(): ManifestPlace {
    const { folder, environment } = this.surroundings;
    this.#place ??= findManifest(this.options.manifest, folder, environment);
    return this.#place;
  }

  /**
   * The service that was asked for, else the one that runs the manifest; null: there is none. Rejects with `UnusableAddressError` when
   * what was asked for is no address.
   */
  service(): Promise<ServiceAddress | null> {
    this.#service ??= this.#findService();
    return this.#service;
  }

  /** The same, as it is by now: a service may have ended, or come back at another address. */
  findServiceAgain(): Promise<ServiceAddress | null> {
    this.#service = null;
    return this.service();
  }

  /** The registry to act on. Says so when it is the manifest itself. */
  async target(): Promise<Target> {
    if (this.#target) return this.#target;
    const service = await this.service();
    if (!service) await this.#sayWhatIsActedOn();
    const { print } = this;
    this.#target = service
      ? connectTo(service, (asked) => print.whileWaiting(`Waiting for ${service.url}`, asked))
      : this.#openManifest();
    return this.#target;
  }

  /** The manifest itself, whoever runs it. */
  manifestTarget(): Target {
    this.#target ??= this.#openManifest();
    return this.#target;
  }

  close(): void {
    this.#target?.close();
  }

  async #sayWhatIsActedOn(): Promise<void> {
    const { shown, exists, file } = this.place;
    const passed = this.options.direct ? await findServer(file) : null;
    if (passed) {
      this.print.note(`${passed.url} runs ${shown}: --direct works on the manifest itself.`);
      return;
    }
    const what = exists ? "this is the manifest itself" : "and there is no such manifest";
    this.print.note(`No registry runs ${shown}${exists ? ":" : ","} ${what}.`);
  }

  #openManifest(): Target {
    return openManifest(this.place, this.surroundings, (lines) => this.#logged(lines));
  }

  async #findService(): Promise<ServiceAddress | null> {
    const { direct, url, manifest } = this.options;
    if (direct) return null;
    const { PLUGINS_API_URL, PLUGINS_API_KEY, ADMIN_API_KEY, API_KEY } =
      this.surroundings.environment;
    // A manifest that is named on the command line is meant, whatever service the environment names.
    const asked = url ?? (manifest === undefined ? PLUGINS_API_URL : undefined);
    if (asked) {
      checkAddress(asked);
      return { url: asked, key: PLUGINS_API_KEY || null, isAsked: true };
    }
    const found = await findServer(this.place.file);
    const key = PLUGINS_API_KEY || ADMIN_API_KEY || API_KEY || null;
    return found && { url: found.url, key, isAsked: false };
  }

  #logged(lines: readonly LogLine[]): void {
    for (const { plugin, message } of lines) this.print.note(`${plugin ?? "a plugin"}: ${message}`);
  }
}
