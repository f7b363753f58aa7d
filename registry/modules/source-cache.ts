import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { stampOf } from "../base/stamp.ts";
import { isMissing, reasonOfFailure } from "../base/failures.ts";
import { namesIn, type SourceNames } from "./class-uses.ts";
import type { SourceParser } from "./grammars.ts";
import { languageOf } from "./languages.ts";
import { readPython } from "./python/facts.ts";
import { readScript } from "./script/facts.ts";
import type { ModuleFacts, Unreadable } from "./types.ts";

/** The facts of a file, or why there are none. */
export type SourceFacts =
  | { readonly kind: "read"; readonly facts: ModuleFacts }
  | { readonly kind: "missing" }
  | Unreadable;

/** No source that a person wrote is larger; a bundle that is would stall the editor. */
export const MAX_SOURCE_BYTES = 1024 * 1024;
/** Facts of files that were not asked for lately are read again. */
const MAX_FILES = 5_000;

interface Cached {
  /** What identifies the file's state on disk; null for an overlay's text. */
  readonly stamp: string | null;
  readonly digest: string;
  readonly facts: ModuleFacts;
}

/** Facts by file: read again when the file changed, parsed again when its text did. */
export class SourceCache {
  readonly #parser: SourceParser;
  readonly #overlays = new Map<string, string>();
  readonly #cached = new Map<string, Cached>();
  readonly #reading = new Map<string, Promise<SourceFacts>>();

  constructor(parser: SourceParser) {
    this.#parser = parser;
  }

  setOverlay(file: string, text: string | null): void {
    if (text === null) this.#overlays.delete(file);
    else this.#overlays.set(file, text);
    this.#reading.delete(file);
  }

  /** Forgets a file, or what is below a folder. */
  invalidate(file: string): void {
    for (const cached of this.#cached.keys()) {
      if (cached === file || cached.startsWith(`${file}/`) || cached.startsWith(`${file}\\`)) {
        this.#cached.delete(cached);
      }
    }
    this.#reading.delete(file);
  }

  /** Callers that ask for one file at the same time share one reading of it. */
  read(file: string): Promise<SourceFacts> {
    const running = this.#reading.get(file);
    if (running) return running;
    const reading = this.#read(file).finally(() => {
      if (this.#reading.get(file) === reading) this.#reading.delete(file);
    });
    this.#reading.set(file, reading);
    return reading;
  }

  /** The facts of a file whose text passes; null for any other, which is not parsed. */
  async readIf(file: string, passes: (text: string) => boolean): Promise<ModuleFacts | null> {
    const overlay = this.#overlays.get(file);
    if (overlay === undefined) {
      const source = await readSource(file, this.#cached.get(file));
      if (source.kind === "read") return source.facts;
      if (source.kind !== "text" || !passes(source.text)) return null;
    } else if (!passes(overlay)) return null;
    const source = await this.read(file);
    return source.kind === "read" ? source.facts : null;
  }

  /** Where a name stands in a file; nowhere when it cannot be read. Not cached: it is asked for by people only. */
  async namesIn(file: string, name: string, namespaces: ReadonlySet<string>): Promise<SourceNames> {
    const overlay = this.#overlays.get(file);
    const source =
      overlay === undefined
        ? await readSource(file, undefined)
        : { kind: "text" as const, text: overlay };
    const language = languageOf(file);
    if (source.kind !== "text" || !language) return NO_NAMES;
    const { text } = source;
    const names = await this.#parser.parse({ file, language, text }, ({ rootNode }) =>
      namesIn(rootNode, name, namespaces),
    );
    return names ?? NO_NAMES;
  }

  async #read(file: string): Promise<SourceFacts> {
    const overlay = this.#overlays.get(file);
    if (overlay !== undefined) {
      return overlay.length > MAX_SOURCE_BYTES
        ? tooLarge(file)
        : this.#factsOf(file, overlay, null);
    }
    const source = await readSource(file, this.#cached.get(file));
    if (source.kind !== "text") return source;
    return this.#factsOf(file, source.text, source.stamp);
  }

  async #factsOf(file: string, text: string, stamp: string | null): Promise<SourceFacts> {
    const digest = createHash("sha1").update(text).digest("base64");
    const cached = this.#cached.get(file);
    const facts = cached?.digest === digest ? cached.facts : await this.#parse(file, text);
    if (!facts) return { kind: "unreadable", file, reason: "it takes too long to parse" };

    this.#cached.delete(file);
    this.#cached.set(file, { stamp, digest, facts });
    const [oldest] = this.#cached.keys();
    if (this.#cached.size > MAX_FILES && oldest !== undefined) this.#cached.delete(oldest);
    return { kind: "read", facts };
  }

  #parse(file: string, text: string): Promise<ModuleFacts | null> {
    const language = languageOf(file);
    if (!language) throw new Error(`${file} is no source of a known language.`);
    return this.#parser.parse({ file, language, text }, ({ rootNode }) =>
      language === "python" ? readPython(rootNode, file) : readScript(rootNode, file, language),
    );
  }
}

const NO_NAMES: SourceNames = { spans: [], others: new Set() };

interface SourceText {
  readonly kind: "text";
  readonly text: string;
  readonly stamp: string | null;
}

/** The file's text, or its facts where it is as it was when they were read. */
async function readSource(
  file: string,
  cached: Cached | undefined,
): Promise<SourceText | SourceFacts> {
  try {
    const stats = await stat(file, { bigint: true });
    if (!stats.isFile()) return { kind: "missing" };
    if (stats.size > MAX_SOURCE_BYTES) return tooLarge(file);

    const stamp = stampOf(stats);
    if (cached && stamp !== null && cached.stamp === stamp) {
      return { kind: "read", facts: cached.facts };
    }
    const text = await readFile(file, "utf8");
    return { kind: "text", text: text.replace(/^\uFEFF/, ""), stamp };
  } catch (error) {
    if (isMissing(error)) return { kind: "missing" };
    return { kind: "unreadable", file, reason: reasonOfFailure(error) };
  }
}

function tooLarge(file: string): Unreadable {
  return { kind: "unreadable", file, reason: "it is larger than 1 MB" };
}
