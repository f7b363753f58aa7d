import { setTimeout as delay } from "node:timers/promises";
import type { ReloadReport } from "../../../schemas/index.ts";
import type { SerialQueue } from "../../base/serial-queue.ts";
import { readTextOf, SavedTexts } from "./saved-texts.ts";

/** A file that was caught half-written is whole by then. */
export const HALF_WRITTEN_MS = 25;
/** A file that is empty is looked at this often: on a busy machine its contents come late, and an emptied one is in no hurry. */
const EMPTY_LOOKS = 20;
/** The editor's own notice of a save that the file system told of first comes by then. */
const EDITOR_NOTICE_MS = 200;

/** What following sources needs of the host. */
export interface SourceFollowerOptions {
  readonly queue: SerialQueue;
  /** Plugins whose module graph holds, or looked for, any of the files; in manifest order. */
  readonly affectedBy: (files: ReadonlySet<string>) => readonly string[];
  /** Whether references may lead elsewhere when this file appears. */
  readonly isLookedFor: (file: string) => boolean;
  /** Files came or went. Answers with the plugins whose references lead elsewhere now. */
  readonly findModules: () => Promise<readonly string[]>;
  readonly reload: (
    plugins: readonly string[],
    texts: Readonly<Record<string, string>>,
    startedAt: number,
  ) => Promise<ReloadReport[]>;
  /** Reloads that the editor has not asked for. */
  readonly onObserved: (reports: ReloadReport[]) => void;
}

/**
 * Turns changes of files into reloads. Changes that come in while plugins are being reloaded are taken together
 * afterwards, so of several quick saves the last wins.
 */
export class SourceFollower {
  readonly #options: SourceFollowerOptions;
  readonly #texts: SavedTexts;
  /** Changed since the last reload began; with the text where the editor told it. */
  #pending = new Map<string, string | null>();
  #flush: Promise<ReloadReport[]> | null = null;
  #since = 0;

  constructor(options: SourceFollowerOptions, texts: SavedTexts) {
    this.#options = options;
    this.#texts = texts;
  }

  /** The editor saved a file. */
  async saved(file: string, told: string): Promise<ReloadReport[]> {
    const text = newestText(file, told) ?? told;
    const handled = this.#texts.askHandled(file, text);
    const isNews = this.#texts.isNews(file, text);
    if (!handled && !isNews) return [];
    const affected = new Set(this.#options.affectedBy(new Set([file])));
    const reports = await (handled ?? this.#changed(file, text));
    return reports.filter(({ plugin }) => handled !== null || affected.has(plugin));
  }

  /** The file system told of a file. Its contents may be what they were. */
  async heard(file: string): Promise<void> {
    // A file that is gone or empty may be about to be written. Nobody waits for that: its next event is on its way.
    for (let looks = 0; looks < EMPTY_LOOKS && !readTextOf(file)?.trim(); looks += 1) {
      await delay(HALF_WRITTEN_MS);
    }
    if (!this.#texts.isNews(file, readTextOf(file))) return;
    const reports = this.#changed(file, null);
    const observed = await reports;
    if (observed.length === 0) return;
    await delay(EDITOR_NOTICE_MS, undefined, { ref: false });
    if (!this.#texts.wasAsked(file)) this.#options.onObserved(observed);
  }

  #changed(file: string, text: string | null): Promise<ReloadReport[]> {
    if (this.#pending.size === 0) this.#since = performance.now();
    // An event of the file system says nothing that the editor has not said better.
    this.#pending.set(file, text ?? this.#pending.get(file) ?? null);
    this.#flush ??= this.#options.queue.run(() => this.#reload());
    const flush = this.#flush;
    if (text !== null) this.#texts.note(file, text);
    return flush;
  }

  async #reload(): Promise<ReloadReport[]> {
    const { affectedBy, isLookedFor, findModules, reload } = this.#options;
    const startedAt = this.#since;
    const pending = this.#pending;
    const flush = this.#flush;
    this.#pending = new Map();
    this.#flush = null;

    const contents = this.#newContents(pending);
    const files = new Set(contents.keys());
    for (const [file, text] of contents) {
      this.#texts.note(file, text);
      if (flush) this.#texts.noteHandled(file, text, flush);
    }
    const affected = affectedBy(files);
    const cameOrWent = [...contents].some(([file, text]) => text === null || isLookedFor(file));
    const moved = cameOrWent ? await findModules() : [];
    const plugins = [...affected, ...moved.filter((plugin) => !affected.includes(plugin))];
    const texts = Object.fromEntries(
      [...contents].flatMap(([file, text]) => (text === null ? [] : [[file, text]])),
    );
    const reports = await reload(plugins, texts, startedAt);
    const again = await this.#halfWritten(contents, reports);
    return again.length === 0 ? reports : reload(plugins, {}, startedAt);
  }

  /**
   * The newest text of each changed file; what the editor told counts while the file is empty. A file that was heard of while
   * it was being written, and by now holds what is used already, is not among them.
   */
  #newContents(pending: ReadonlyMap<string, string | null>): ReadonlyMap<string, string | null> {
    const contents = new Map<string, string | null>();
    for (const [file, told] of pending) {
      const text = newestText(file, told);
      if (told !== null || this.#texts.isNews(file, text)) contents.set(file, text);
    }
    return contents;
  }

  /** After a reload that failed on syntax: the files that have other contents by now. */
  async #halfWritten(
    contents: ReadonlyMap<string, string | null>,
    reports: readonly ReloadReport[],
  ): Promise<readonly string[]> {
    if (!reports.some(isSyntax)) return [];
    await delay(HALF_WRITTEN_MS);
    const changed: string[] = [];
    for (const [file, text] of contents) {
      const now = readTextOf(file);
      if (now === text) continue;
      this.#texts.note(file, now);
      changed.push(file);
    }
    return changed;
  }
}

/** A later save may have overtaken what the editor told; a file that holds only the beginning of that is being written right now. */
function newestText(file: string, told: string | null): string | null {
  const text = readTextOf(file);
  return told !== null && told.startsWith(text ?? "") ? told : text || null;
}

function isSyntax(report: ReloadReport): boolean {
  return report.kind === "rolled-back" && report.problem.code === "plugin/syntax";
}
