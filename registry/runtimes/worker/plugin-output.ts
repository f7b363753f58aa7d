import { format } from "node:util";
import type { LogLine } from "../../../schemas/index.ts";
import { ownTimers } from "../../base/own-timers.ts";
import type { PluginLog } from "../../sdk/index.ts";
import { FloodGuard } from "./flood-guard.ts";
import { StreamLines } from "./stream-lines.ts";

type Level = LogLine["level"];

/** What a person can still read; beyond it a plugin is only keeping everybody busy. */
const LINES_PER_SECOND = 200;
const LONGEST_LINE = 8_000;

const CONSOLE_LEVELS = {
  debug: "debug",
  trace: "debug",
  log: "info",
  info: "info",
  warn: "warn",
  error: "error",
} as const satisfies Readonly<Record<string, Level>>;

export interface OutputOptions {
  /** Who writes right now, as far as it can be told. */
  readonly writer: () => string | null;
  /** The stacks in a text as their author knows them. */
  readonly readStacks: (text: string) => string;
  readonly redact: (text: string) => string;
  readonly send: (lines: LogLine[]) => void;
  /** A plugin keeps writing far more than anybody can read. */
  readonly onFlood: (plugin: string, linesPerWindow: number) => void;
}

/** Lines in 10 seconds with which a plugin keeps the thread from its work. */
const FLOOD_LINES = 20_000;
const FLOOD_WINDOW_MS = 10_000;

interface Allowance {
  secondStartedAt: number;
  lines: number;
  dropped: number;
}

/** Everything that plugins write, as log lines of the plugin that wrote them. A flood is cut, and said to be. */
export class PluginOutput {
  readonly #options: OutputOptions;
  readonly #flood = new FloodGuard(FLOOD_LINES, FLOOD_WINDOW_MS);
  readonly #allowances = new Map<string | null, Allowance>();
  readonly #streams = { info: this.#linesOf("info"), error: this.#linesOf("error") } as const;
  #waiting: LogLine[] = [];

  constructor(options: OutputOptions) {
    this.#options = options;
  }

  /** A plugin's own log. */
  logFor(plugin: string): PluginLog {
    const at =
      (level: Level) =>
      (...message: readonly unknown[]) =>
        this.write(plugin, level, formatSafely(message));
    return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
  }

  /** Puts `console`, stdout and stderr of this thread at the plugins' disposal. */
  capture(): void {
    for (const [method, level] of Object.entries(CONSOLE_LEVELS)) {
      Object.defineProperty(console, method, {
        configurable: true,
        writable: true,
        value: (...message: readonly unknown[]) =>
          this.write(this.#options.writer(), level, formatSafely(message)),
      });
    }
    process.stdout.write = this.#streamWriter(this.#streams.info);
    process.stderr.write = this.#streamWriter(this.#streams.error);
  }

  write(plugin: string | null, level: Level, message: string): void {
    if (plugin !== null && this.#flood.exceeds(plugin)) this.#options.onFlood(plugin, FLOOD_LINES);
    if (!this.#allows(plugin)) return;
    const { readStacks, redact } = this.#options;
    const text = redact(readStacks(message.replace(/\n$/, "")));
    const cut = text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text;
    this.#queue({ plugin, level, message: cut, at: new Date().toISOString() });
  }

  #linesOf(level: Level): StreamLines {
    return new StreamLines((plugin, text) => this.write(plugin, level, text));
  }

  #streamWriter(lines: StreamLines): typeof process.stdout.write {
    return (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      lines.add(this.#options.writer(), chunk);
      const done = rest.find((one) => typeof one === "function");
      if (typeof done === "function") queueMicrotask(() => done());
      return true;
    };
  }

  #allows(plugin: string | null): boolean {
    const now = performance.now();
    const allowance = this.#allowances.get(plugin) ?? {
      secondStartedAt: now,
      lines: 0,
      dropped: 0,
    };
    this.#allowances.set(plugin, allowance);
    if (now - allowance.secondStartedAt >= 1_000) {
      this.#reportDropped(plugin, allowance);
      Object.assign(allowance, { secondStartedAt: now, lines: 0, dropped: 0 });
    }
    allowance.lines += 1;
    if (allowance.lines <= LINES_PER_SECOND) return true;
    allowance.dropped += 1;
    if (allowance.dropped === 1) {
      ownTimers.setTimeout(() => this.#allows(plugin), 1_100).unref();
    }
    return false;
  }

  #reportDropped(plugin: string | null, { dropped }: Allowance): void {
    if (dropped === 0) return;
    const message = `${dropped} more lines within a second were dropped`;
    this.#queue({ plugin, level: "warn", message, at: new Date().toISOString() });
  }

  /** Lines of one turn of the event loop travel together. */
  #queue(line: LogLine): void {
    this.#waiting.push(line);
    if (this.#waiting.length > 1) return;
    ownTimers.setImmediate(() => this.#send());
  }

  /** Sends what was written so far: before an answer, after which nobody may listen any more. */
  flush(): void {
    for (const lines of Object.values(this.#streams)) lines.end();
    this.#send();
  }

  #send(): void {
    if (this.#waiting.length === 0) return;
    const lines = this.#waiting;
    this.#waiting = [];
    this.#options.send(lines);
  }
}

/** What is logged may have getters that throw. */
function formatSafely(message: readonly unknown[]): string {
  try {
    return format(...message);
  } catch {
    return "a value that cannot be shown";
  }
}
