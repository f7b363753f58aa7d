import { format } from "node:util";
import type { PluginLog } from "../../sdk/index.ts";

/** A plugin's log on the console, with its name, and without secrets. */
export function consoleLog(plugin: string, clean: (text: string) => string): PluginLog {
  const write =
    (level: "debug" | "info" | "warn" | "error") =>
    (...message: readonly unknown[]): void => {
      console[level](clean(`[${plugin}] ${format(...message)}`));
    };
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
  };
}
