import { readFileSync } from "node:fs";
import type { ReloadReport } from "../../schemas/index.ts";

/** A notice of the editor and an event of the file system belong to one save when they are closer than this. */
const SAME_SAVE_MS = 2_000;

interface Observed {
  readonly text: string;
  readonly at: number;
  readonly reports: Promise<ReloadReport[]>;
  asked: boolean;
}

/** What is known of the files' contents, so that one save, told of by editor and file system, is one reload. */
export class SavedTexts {
  readonly #texts = new Map<string, string | null>();
  readonly #observed = new Map<string, Observed>();

  note(file: string, text: string | null): void {
    this.#texts.set(file, text);
  }

  textOf(file: string): string | null {
    return this.#texts.get(file) ?? null;
  }

  /** Reads a file of which something was heard. True when its contents are others than before. */
  readIsNews(file: string): boolean {
    const text = read(file);
    const known = this.#texts.get(file);
    if (known !== undefined && known === text) return false;
    this.#texts.set(file, text);
    return true;
  }

  /** What comes of the save that left a file with this text. */
  noteReports(file: string, text: string, reports: Promise<ReloadReport[]>): void {
    this.#observed.set(file, { text, at: performance.now(), reports, asked: false });
  }

  /** What came of this save already, when the file system was first to tell; null when it is news. */
  reportsFor(file: string, text: string): Promise<ReloadReport[]> | null {
    if (this.#texts.get(file) !== text) return null;
    const observed = this.#observed.get(file);
    const isSameSave = observed?.text === text && performance.now() - observed.at < SAME_SAVE_MS;
    if (!observed || !isSameSave) return Promise.resolve([]);
    observed.asked = true;
    return observed.reports;
  }

  wasAsked(file: string): boolean {
    return this.#observed.get(file)?.asked ?? false;
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Deleted, or not readable: both mean that it has no text.
    return null;
  }
}
