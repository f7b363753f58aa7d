import { isDeepStrictEqual } from "node:util";
import { Emitter, type Event } from "vscode-languageserver";
import type {
  ClassLookup,
  ClassUses,
  DiscoveredPlugin,
  LookupRoots,
  ModuleFacts,
  ModuleIndex,
} from "../../registry/modules/index.ts";
import type { Log } from "../base/index.ts";
import { Discovery } from "./discovery.ts";
import { signatureOf } from "./facts-signature.ts";

/** Reads that run side by side: enough to hide the disk's latency, few enough for the limit of open files. */
const READS_AT_ONCE = 32;
/** References that nobody asked for lately are forgotten beyond this number. */
const MOST_REMEMBERED = 20_000;

interface Remembered {
  readonly reference: string;
  readonly roots: LookupRoots;
  lookup: ClassLookup | null;
  isFresh: boolean;
}

/**
 * What is known about the classes that manifests name. Diagnostics ask `knownFrom`, which answers at once with what was
 * read before and reads what is new or changed behind their back; everything else awaits `lookup`.
 */
export class ClassDirectory {
  readonly #openIndex: () => Promise<ModuleIndex>;
  readonly #log: Log;
  readonly #remembered = new Map<string, Map<string, Remembered>>();
  readonly #wanted = new Set<Remembered>();
  readonly #overlays = new Map<string, string>();
  /** What the open sources said last. */
  readonly #signatures = new Map<string, string>();
  readonly #discovery = new Discovery((roots) =>
    this.#try("Looking for plugins", (index) => index.discover(roots), []),
  );
  readonly #learnt = new Emitter<void>();
  #index: Promise<ModuleIndex> | null = null;
  #isDisposed = false;
  #stamp = 0;
  /** Never rejects: what cannot be read is logged. */
  #reading: Promise<void> | null = null;

  /** Told after `knownFrom` would answer differently. */
  readonly onDidLearn: Event<void> = this.#learnt.event;

  /** `openIndex` is called at the first read, so that a server that only checks YAML never loads a grammar. */
  constructor(openIndex: () => Promise<ModuleIndex>, log: Log) {
    this.#openIndex = openIndex;
    this.#log = log;
  }

  /** Changes whenever `knownFrom` may answer otherwise, or wants to be asked again what could not be read. */
  get stamp(): number {
    return this.#stamp;
  }

  /** What was last read about the references of one manifest: ask it for each; null while one has not been read. */
  knownFrom(roots: LookupRoots): (reference: string) => ClassLookup | null {
    const key = keyOfRoots(roots);
    let remembered = this.#remembered.get(key);
    if (!remembered) this.#remembered.set(key, (remembered = new Map()));
    const byReference = remembered;
    return (reference) => {
      const known = byReference.get(reference) ?? remember(byReference, reference, roots);
      if (!known.isFresh) this.#wanted.add(known);
      return known.lookup;
    };
  }

  /** Starts to read what `knownFrom` could not answer. Called after the answers at hand have been used. */
  readWanted(): void {
    if (this.#wanted.size > 0) this.#reading ??= this.#readAll();
  }

  /** Runs `ask`, which asks what is known, and reads what it could not be told. */
  async settle(ask: () => void): Promise<void> {
    ask();
    this.readWanted();
    await this.#reading;
  }

  /** What the sources say now. Never rejects: a source that cannot be read is an answer too. */
  async lookup(reference: string, roots: LookupRoots): Promise<ClassLookup> {
    return this.#try(
      "Looking up the class that a manifest names",
      (index) => index.lookup(reference, roots),
      { kind: "unreadable", file: reference, reason: "reading it failed" },
    );
  }

  /** Where the sources name a class. */
  usesOf(file: string, name: string, roots: LookupRoots): Promise<ClassUses> {
    return this.#try(
      "Looking for the uses of a class",
      (index) => index.usesOfClass(file, name, roots),
      { spans: [], otherNames: new Set() },
    );
  }

  async factsOf(file: string): Promise<ModuleFacts | null> {
    return this.#try("Reading a source", (index) => index.facts(file), null);
  }

  /** The plugin classes that a manifest could name. */
  discover(roots: LookupRoots): Promise<readonly DiscoveredPlugin[]> {
    return this.#discovery.plugins(roots);
  }

  /** The same as it was a moment ago, at once: for what is said besides. Waits the first time only. */
  async discoveredLately(roots: LookupRoots): Promise<readonly DiscoveredPlugin[]> {
    return this.#discovery.recent(roots);
  }

  /** The unsaved text of an open source file; null when it is closed. */
  setOverlay(file: string, text: string | null): void {
    if (text === null) this.#overlays.delete(file);
    else this.#overlays.set(file, text);
    this.#withIndex((index) => {
      index.setOverlay(file, text);
      // Never rejects: what cannot be read is logged.
      void this.#forgetIfItSaysOtherwise(file);
    });
  }

  /** Files that changed on disk, appeared or went away. */
  invalidate(files: readonly string[]): void {
    this.#withIndex((index) => {
      for (const file of files) index.invalidate(file);
    });
    this.#forget();
  }

  /** What is being read at this moment ends without an answer. */
  dispose(): void {
    this.#isDisposed = true;
    this.#wanted.clear();
    this.#withIndex((index) => {
      index.dispose();
    });
  }

  /** Most edits of a source change nothing that a manifest depends on. */
  async #forgetIfItSaysOtherwise(file: string): Promise<void> {
    const signature = signatureOf(await this.factsOf(file));
    const before = this.#signatures.get(file);
    if (this.#overlays.has(file)) this.#signatures.set(file, signature);
    else this.#signatures.delete(file);
    if (before !== signature) this.#forget();
  }

  /** What was read stays the answer until it has been read again: nothing flickers. */
  #forget(): void {
    this.#discovery.forget();
    for (const byReference of this.#remembered.values()) {
      for (const remembered of byReference.values()) remembered.isFresh = false;
    }
    this.#tell();
  }

  #tell(): void {
    this.#stamp += 1;
    this.#learnt.fire();
  }

  async #try<Answer>(
    attempt: string,
    ask: (index: ModuleIndex) => Promise<Answer>,
    otherwise: Answer,
  ): Promise<Answer> {
    try {
      return await ask(await this.#opened());
    } catch (error) {
      this.#failed(attempt, error);
      return otherwise;
    }
  }

  /** A read that the end of the server cuts short is no failure. */
  #failed(attempt: string, error: unknown): void {
    if (!this.#isDisposed) this.#log.failed(attempt, error);
  }

  #opened(): Promise<ModuleIndex> {
    this.#index ??= this.#open();
    return this.#index;
  }

  async #open(): Promise<ModuleIndex> {
    try {
      const index = await this.#openIndex();
      for (const [file, text] of this.#overlays) index.setOverlay(file, text);
      return index;
    } catch (error) {
      // What kept it from opening may be over when the next one asks.
      this.#index = null;
      throw error;
    }
  }

  #withIndex(use: (index: ModuleIndex) => void): void {
    // An index that could not be opened has been reported by whoever asked it something.
    this.#index?.then(use, () => undefined);
  }

  async #readAll(): Promise<void> {
    while (this.#wanted.size > 0) {
      const batch = [...this.#wanted];
      this.#wanted.clear();
      if (await this.#read(batch)) this.#tell();
    }
    this.#reading = null;
  }

  /** Says whether anything was read. What could not be read is asked for again with the next diagnostics. */
  async #read(batch: readonly Remembered[]): Promise<boolean> {
    let learnt = false;
    const queue = batch.values();
    const readNext = async (): Promise<void> => {
      for (const remembered of queue) {
        // Set before the read: what changes meanwhile makes it stale again.
        remembered.isFresh = true;
        try {
          const index = await this.#opened();
          const lookup = await index.lookup(remembered.reference, remembered.roots);
          // The same object for the same answer: what was made from it stays valid.
          if (isDeepStrictEqual(lookup, remembered.lookup)) continue;
          remembered.lookup = lookup;
          learnt = true;
        } catch (error) {
          remembered.isFresh = false;
          this.#stamp += 1;
          this.#failed("Reading the class that a manifest names", error);
        }
      }
    };
    await Promise.all(Array.from({ length: READS_AT_ONCE }, readNext));
    return learnt;
  }
}

/** The same for roots between which no answer differs. */
export function keyOfRoots({
  manifestFolder,
  workspaceFolder,
  sourceRoots,
  confined,
}: LookupRoots): string {
  return [manifestFolder, workspaceFolder, confined, ...sourceRoots].join("\0");
}

function remember(
  byReference: Map<string, Remembered>,
  reference: string,
  roots: LookupRoots,
): Remembered {
  if (byReference.size >= MOST_REMEMBERED) byReference.clear();
  const remembered = { reference, roots, lookup: null, isFresh: false };
  byReference.set(reference, remembered);
  return remembered;
}
