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
  /** A file that plugins may be made of holds another text: whoever runs them may get ready for a reload. */
  readonly anticipate: (file: string, text: string) => void;
  readonly reload: (
    plugins: readonly string[],
    texts: Readonly<Record<string, string | null>>,
    startedAt: number,
  ) => Promise<ReloadReport[]>;
  /** Reloads that the editor has not asked for. */
  readonly onObserved: (reports: ReloadReport[]) => void;
}

/** What files hold; null: there is no such file. */
type Contents = ReadonlyMap<string, string | null>;

/** What a file held when it was last heard of. */
interface Change {
  readonly text: string | null;
  /** The editor told the text: the file itself may not hold it yet. */
  readonly isTold: boolean;
}

/**
 * Turns changes of files into reloads. Changes that come in while plugins are being reloaded are taken together
 * afterwards, so of several quick saves the last wins.
 */
export class SourceFollower {
  readonly #options: SourceFollowerOptions;
  readonly #texts: SavedTexts;
  /** Changed since the last reload began. */
  #pending = new Map<string, Change>();
  #flush: Promise<ReloadReport[]> | null = null;
  #since = 0;
  /** Aborted when another change comes in. */
  #patience = new AbortController();

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
    const reports = await (handled ?? this.#changed(file, { text, isTold: true }));
    return reports.filter(({ plugin }) => handled !== null || affected.has(plugin));
  }

  /** The file system told of a file. Its contents may be what they were. */
  async heard(file: string): Promise<void> {
    // A file that is gone or empty may be about to be written. Nobody waits for that: its next event is on its way.
    let text = readTextOf(file);
    for (let looks = 0; looks < EMPTY_LOOKS && isEmpty(text); looks += 1) {
      await delay(HALF_WRITTEN_MS);
      text = readTextOf(file);
    }
    if (!this.#texts.isNews(file, text)) return;
    const observed = await this.#changed(file, { text: text || null, isTold: false });
    if (observed.length === 0) return;
    await delay(EDITOR_NOTICE_MS, undefined, { ref: false });
    if (!this.#texts.wasAsked(file)) this.#options.onObserved(observed);
  }

  #changed(file: string, change: Change): Promise<ReloadReport[]> {
    const { queue, anticipate } = this.#options;
    const { text, isTold } = change;
    // While something else is under way a later text may take this one's place.
    const isNow = queue.isIdle;
    if (isNow && text !== null) anticipate(file, text);
    if (this.#pending.size === 0) this.#since = performance.now();
    const pending = this.#pending.get(file);
    // An event of the file system says nothing that the editor has not said better.
    if (isTold || !pending?.isTold) this.#pending.set(file, change);
    this.#flush ??= queue.run(() => this.#reload(isNow));
    const flush = this.#flush;
    if (isTold) this.#texts.note(file, text);
    this.#patience.abort();
    return flush;
  }

  /** `isNow` says that nothing else came between the changes and this. */
  async #reload(isNow: boolean): Promise<ReloadReport[]> {
    const { affectedBy, isLookedFor, findModules, reload } = this.#options;
    const startedAt = this.#since;
    const pending = this.#pending;
    const flush = this.#flush;
    this.#pending = new Map();
    this.#flush = null;

    const contents = this.#newContents(pending, isNow);
    const files = new Set(contents.keys());
    const note = (newest: Contents): void => {
      for (const [file, text] of newest) {
        this.#texts.note(file, text);
        if (flush) this.#texts.noteHandled(file, text, flush);
      }
    };
    note(contents);
    const affected = affectedBy(files);
    const cameOrWent = [...contents].some(([file, text]) => text === null || isLookedFor(file));
    const moved = cameOrWent ? await findModules() : [];
    const plugins = [...affected, ...moved.filter((plugin) => !affected.includes(plugin))];
    const reports = await reload(plugins, Object.fromEntries(contents), startedAt);
    const read = [...contents.keys()].filter((file) => !pending.get(file)?.isTold);
    return this.#untilWhole(reports, read, (newest) => {
      note(newest);
      return reload(plugins, Object.fromEntries(newest), startedAt);
    });
  }

  /**
   * A reload that fails on syntax may have read a file in the middle of being written: what is written within a moment is
   * loaded at once, and comes to the same report. `read` are the files that nobody told the text of.
   */
  async #untilWhole(
    reports: ReloadReport[],
    read: readonly string[],
    load: (newest: Contents) => Promise<ReloadReport[]>,
  ): Promise<ReloadReport[]> {
    const until = performance.now() + HALF_WRITTEN_MS;
    let latest = reports;
    while (read.length > 0 && latest.some(isSyntax)) {
      const again = read.map((file) => [file, { text: null, isTold: false }] as const);
      const contents = this.#newContents(new Map(again), false);
      const newest = new Map([...contents].filter(([, text]) => text !== null));
      const leftMs = until - performance.now();
      if (newest.size > 0) latest = await load(newest);
      else if (leftMs <= 0) break;
      else await this.#anotherChange(leftMs);
    }
    return latest;
  }

  /** Settles when a change comes in; at the latest after so long. */
  async #anotherChange(atMostMs: number): Promise<void> {
    this.#patience = new AbortController();
    await delay(atMostMs, undefined, { signal: this.#patience.signal }).catch(() => undefined);
  }

  /**
   * The newest text of each changed file; what the editor told counts while the file is empty. A file that was heard of while
   * it was being written, and by now holds what is used already, is not among them. What was read just now is not read again.
   */
  #newContents(pending: ReadonlyMap<string, Change>, isNow: boolean): Contents {
    const contents = new Map<string, string | null>();
    for (const [file, { text: known, isTold }] of pending) {
      const text = isNow ? known : newestText(file, isTold ? known : null);
      if (isTold || this.#texts.isNews(file, text)) contents.set(file, text);
    }
    return contents;
  }
}

/** A later save may have overtaken what the editor told; a file that holds only the beginning of that is being written right now. */
function newestText(file: string, told: string | null): string | null {
  const text = readTextOf(file);
  return told !== null && told.startsWith(text ?? "") ? told : text || null;
}

function isEmpty(text: string | null): boolean {
  return text === null || !/\S/.test(text);
}

function isSyntax(report: ReloadReport): boolean {
  return report.kind === "rolled-back" && report.problem.code === "plugin/syntax";
}
