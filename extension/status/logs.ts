import { window, type Disposable, type LogOutputChannel } from "vscode";
import type { LogLine } from "../../schemas/index.ts";

/** Patchbay's own log, and one channel for each plugin that has written something. */
export class Logs implements Disposable {
  readonly main: LogOutputChannel = window.createOutputChannel("Patchbay", { log: true });
  readonly #plugins = new Map<string, LogOutputChannel>();

  /** Writes lines of plugins to their channels; a line that belongs to none goes to Patchbay's own. */
  write(lines: readonly LogLine[]): void {
    for (const { plugin, level, message } of lines) {
      const channel = plugin === null ? this.main : this.of(plugin);
      channel[level](message);
    }
  }

  /** The channel of a plugin, made on first use: hundreds of silent plugins make no channels. */
  of(plugin: string): LogOutputChannel {
    const known = this.#plugins.get(plugin);
    if (known) return known;

    const channel = window.createOutputChannel(`Patchbay: ${plugin}`, { log: true });
    this.#plugins.set(plugin, channel);
    return channel;
  }

  dispose(): void {
    for (const channel of this.#plugins.values()) channel.dispose();
    this.#plugins.clear();
    this.main.dispose();
  }
}
