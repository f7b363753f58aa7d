import { readFileSync, statSync } from "node:fs";
import type { ReloadReport } from "../../../schemas/index.ts";

/** The editor's notice and the file system's event of one save are never further apart. */
const SAME_SAVE_MS = 2_000;

interface Handled {
  readonly text: string | null;
  readonly at: number;
  readonly reports: Promise<ReloadReport[]>;
  asked: boolean;
}

/** What is known of the files' contents, so that one save, told of by the editor and by the file system, is one reload. */
export class SavedTexts {
  readonly #texts = new Map<string, string | null>();
  readonly #handled = new Map<string, Handled>();

  /** The contents that were used last; null: there is no such file. */
  note(file: string, text: string | null): void {
    this.#texts.set(file, text);
  }

  isNews(file: string, text: string | null): boolean {
    return !this.#texts.has(file) || this.#texts.get(file) !== text;
  }

  /** Remembers what comes of a change of the file that left it with this text. */
  noteHandled(file: string, text: string | null, reports: Promise<ReloadReport[]>): void {
    this.#handled.set(file, { text, at: performance.now(), reports, asked: false });
  }

  /** What came of a save that the file system told of first; null when there is no such save. */
  askHandled(file: string, text: string): Promise<ReloadReport[]> | null {
    const handled = this.#handled.get(file);
    if (handled?.text !== text || performance.now() - handled.at > SAME_SAVE_MS) return null;
    handled.asked = true;
    return handled.reports;
  }

  /** Whether the editor has asked for what came of the file's last change. */
  wasAsked(file: string): boolean {
    return this.#handled.get(file)?.asked ?? false;
  }
}

/** A file's text; null when there is none. */
export function readTextOf(file: string): string | null {
  try {
    // A pipe would be waited for without end.
    return statSync(file).isFile() ? readFileSync(file, "utf8") : null;
  } catch {
    // Deleted, or not readable: for a reload both mean that it has no text.
    return null;
  }
}
