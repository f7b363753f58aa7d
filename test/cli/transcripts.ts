import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { buildCommand, type Project } from "../registry/cli/command-line.ts";

/** A command as a page shows it, with what it prints. */
export interface Transcript {
  readonly command: string;
  readonly output: string;
}

/** The code blocks of a language, in order. */
export function blocksOf(page: string, language: string): readonly string[] {
  return [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, of, block = ""]) =>
    of === language ? [block] : [],
  );
}

/** A block's commands with what follows each. */
export function transcriptsOf(block: string): readonly Transcript[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf("\n");
      return { command: part.slice(0, end), output: part.slice(end + 1).trimEnd() };
    });
}

/** What a page leaves out: `…` is anything within a line, a line of its own any number of lines. */
export function matcherOf(output: string): RegExp {
  const lines = output.split("\n").map((line) =>
    line === "…"
      ? String.raw`[\s\S]*?`
      : line
          .split("…")
          .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
          .join(".*?"),
  );
  return new RegExp(`^${lines.join("\n")}$`);
}

/** Where pages say that a service runs. */
const SHOWN_PORT = 8400;
const SHOWN_URL = `http://127.0.0.1:${SHOWN_PORT}`;

/** One terminal: what a command sets, the next one has. */
export class Terminal {
  readonly #folder: string;
  readonly #runtime: string;
  readonly #settings: string[] = [];
  #url = SHOWN_URL;

  private constructor({ folder, runtime }: Project) {
    this.#folder = folder;
    this.#runtime = runtime;
  }

  /** In the project's folder, with `patchbay` and `curl`. */
  static async open(project: Project): Promise<Terminal> {
    const launch = (name: string, file: string): void => {
      const script = `#!/bin/sh\nexec '${process.execPath}' '${file}' "$@"\n`;
      chmodSync(project.write(`.bin/${name}`, script), 0o755);
    };
    launch("patchbay", await buildCommand());
    launch("curl", path.resolve(import.meta.dirname, "curl.mjs"));
    return new Terminal(project);
  }

  /** What the command prints, as the page would show it: its own addresses and folders in place of this machine's. */
  async run(command: string): Promise<string> {
    if (/^(export |\w+=\S*$|\w+\(\) \{)/.test(command)) {
      this.#settings.push(this.#toActual(command));
      return "";
    }
    const isLeft = command.endsWith(" &");
    const child = this.#start(this.#toActual(command.replace(/ &$/, "")), isLeft);
    const output = isLeft ? await firstLine(child) : await everything(child);
    if (isLeft) this.#url = output;
    return this.#toShown(output).trimEnd();
  }

  #start(command: string, isLeft: boolean): ChildProcess {
    // What is left running is one process, which is ended by its own number.
    const line = [...this.#settings, isLeft ? `exec ${command}` : `{ ${command}\n} 2>&1`];
    const child = spawn("sh", ["-c", line.join("\n")], {
      cwd: this.#folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: `${this.#folder}/.bin:${process.env["PATH"]}`,
        HOME: this.#runtime,
        XDG_RUNTIME_DIR: this.#runtime,
      },
    });
    onTestFinished(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGKILL");
      await ended;
    });
    return child;
  }

  #toActual(command: string): string {
    return command.replaceAll(SHOWN_URL, this.#url).replaceAll(`--port ${SHOWN_PORT}`, "--port 0");
  }

  #toShown(output: string): string {
    return output.replaceAll(this.#url, SHOWN_URL).replaceAll(this.#folder, "FOLDER");
  }
}

function everything({ stdout }: ChildProcess): Promise<string> {
  return stdout ? text(stdout) : Promise.resolve("");
}

async function firstLine(child: ChildProcess): Promise<string> {
  const said = child.stderr ? text(child.stderr) : Promise.resolve("");
  if (child.stdout) {
    for await (const line of createInterface(child.stdout)) return line;
  }
  throw new Error(`It ended: ${await said}`);
}
