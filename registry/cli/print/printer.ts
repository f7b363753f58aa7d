import type { CliSurroundings } from "../surroundings.ts";
import { painter, type Paint } from "./style.ts";
import { onOneLine, renderTable, type Cell } from "./table.ts";

/** A command that takes longer says what it is doing. */
const PROGRESS_AFTER_MS = 1_000;

/** What a command says: its answer on stdout, everything else on stderr. */
export class Printer {
  readonly #surroundings: CliSurroundings;
  readonly paint: Paint;
  readonly #paintError: Paint;
  #isWaiting = false;

  constructor(surroundings: CliSurroundings) {
    const { stdout, stderr, environment } = surroundings;
    this.#surroundings = surroundings;
    this.paint = painter(stdout, environment);
    this.#paintError = painter(stderr, environment);
  }

  /** Two spaces, as Agent PM's scripts print it. */
  json(value: unknown): void {
    this.text(JSON.stringify(value, null, 2));
  }

  /** Written as it is. */
  text(text: string): void {
    this.#surroundings.stdout.write(`${text}\n`);
  }

  table(headings: readonly string[], rows: readonly (readonly Cell[])[]): void {
    this.text(renderTable(headings, rows, this.paint));
  }

  /** Something is wrong with a plugin. */
  warning(about: string, message: string): void {
    this.#say(this.#paintError("warning", "[warning]"), `${about}: ${message}`);
  }

  /** Something that would help. */
  hint(about: string, message: string): void {
    this.#say(this.#paintError("strong", "[hint]"), `${about}: ${message}`);
  }

  /** What a person should know about the answer. */
  note(message: string): void {
    this.#say(this.#paintError("faint", "[note]"), message);
  }

  /** Why the command did not do what it was asked. */
  error(message: string): void {
    this.#say(this.#paintError("bad", "error:"), message);
  }

  /** Tells a person what is being waited for, when it takes a while. */
  async whileWaiting<Result>(doing: string, work: Promise<Result>): Promise<Result> {
    const { stderr } = this.#surroundings;
    // What waits for something else has said so.
    if (stderr.isTTY !== true || this.#isWaiting) return work;
    this.#isWaiting = true;
    const timer = setTimeout(() => {
      stderr.write(`${this.#paintError("faint", `${doing}…`)}\n`);
    }, PROGRESS_AFTER_MS);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
      this.#isWaiting = false;
    }
  }

  #say(mark: string, message: string): void {
    this.#surroundings.stderr.write(`${mark} ${onOneLine(message)}\n`);
  }
}
