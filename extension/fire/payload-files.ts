import {
  EventEmitter,
  FileChangeType,
  FileSystemError,
  FileType,
  Uri,
  type Disposable,
  type Event,
  type FileChangeEvent,
  type FileStat,
  type FileSystemProvider,
  type Memento,
} from "vscode";
import { samplePayload } from "./hook-choices.ts";

export const PAYLOAD_SCHEME = "patchbay-payload";
const MEMORY_PREFIX = "patchbay.payload:";

/**
 * The payload with which each hook was last fired, as files that an editor can open and save: `patchbay-payload:/HOOK.json`.
 * They live in the workspace's state, never on disk. One that was never saved holds the hook's sample.
 */
export class PayloadFiles implements FileSystemProvider, Disposable {
  readonly #memory: Memento;
  readonly #changedAt = new Map<string, number>();
  readonly #changed = new EventEmitter<FileChangeEvent[]>();

  readonly onDidChangeFile: Event<FileChangeEvent[]> = this.#changed.event;

  constructor(memory: Memento) {
    this.#memory = memory;
  }

  static uriOf(hook: string): Uri {
    return Uri.from({ scheme: PAYLOAD_SCHEME, path: `/${encodeURIComponent(hook)}.json` });
  }

  static hookOf({ path }: Uri): string {
    return decodeURIComponent(path.slice(1).replace(/\.json$/, ""));
  }

  /** The payload with which the hook was last fired, as JSON text; null when it never was. */
  last(hook: string): string | null {
    return this.#memory.get<string>(MEMORY_PREFIX + hook) ?? null;
  }

  /** An editor that shows the payload follows. */
  async remember(hook: string, text: string): Promise<void> {
    if (this.last(hook) === text) return;
    await this.#memory.update(MEMORY_PREFIX + hook, text);
    this.#changedAt.set(hook, Date.now());
    this.#changed.fire([{ type: FileChangeType.Changed, uri: PayloadFiles.uriOf(hook) }]);
  }

  stat(uri: Uri): FileStat {
    const mtime = this.#changedAt.get(PayloadFiles.hookOf(uri)) ?? 0;
    return { type: FileType.File, ctime: 0, mtime, size: this.readFile(uri).byteLength };
  }

  readFile(uri: Uri): Uint8Array {
    const hook = PayloadFiles.hookOf(uri);
    return new TextEncoder().encode(this.last(hook) ?? samplePayload(hook));
  }

  writeFile(uri: Uri, content: Uint8Array): Promise<void> {
    return this.remember(PayloadFiles.hookOf(uri), new TextDecoder().decode(content));
  }

  watch(): Disposable {
    return { dispose: () => undefined };
  }

  readDirectory(): [string, FileType][] {
    return [];
  }

  createDirectory(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  delete(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  rename(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
