import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Nothing that is measured takes as long, unless it missed the save. */
const MISSED_MS = 10_000;

/** A folder of plugins, one of which is saved again and again and says so, in its newest code, over a socket. */
export interface Workspace {
  readonly folder: string;
  /** The file that is saved. */
  readonly file: string;
  sourceOf: (save: number) => string;
  /** Settles when code of that save has run, with the moment in which that was heard. Rejects when none does. */
  answered: (save: number) => Promise<number>;
  close: () => void;
}

export interface WorkspaceOptions {
  readonly kilobytes: number;
  readonly plugins: number;
  /** Where plugins import their base class from. All else is the same on every side. */
  readonly base: "patchbay" | "./base.ts";
}

/** Writes the folder. Its `main.ts` runs the plugin by itself, for tools that know of no plugins. */
export async function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-bench-"));
  const socket = path.join(folder, "answers.sock");
  const waiting = new Map<number, (heardAt: number) => void>();
  const server = await listen(socket, (save) => waiting.get(save)?.(performance.now()));
  const sourceOf = (save: number): string => pluginSource(save, options);
  writeFiles(folder, socket, sourceOf(0), options.plugins);
  return {
    folder,
    file: path.join(folder, "plugins/p0.ts"),
    sourceOf,
    answered: async (save) => {
      const answer = new Promise<number>((resolve) => waiting.set(save, resolve));
      const late = new AbortController();
      const missed = delay(MISSED_MS, null, { signal: late.signal }).catch(() => null);
      const heardAt = await Promise.race([answer, missed]);
      late.abort();
      waiting.delete(save);
      if (heardAt === null) throw new Error(`Save ${save} in ${folder} is not live.`);
      return heardAt;
    },
    close: () => {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function listen(socket: string, onAnswer: (save: number) => void): Promise<Server> {
  const server = createServer((connection) => {
    connection.on("error", () => undefined); // A peer that is ended while it writes resets the connection.
    connection.setEncoding("utf8").on("data", (lines: string) => {
      for (const line of lines.split("\n")) if (line !== "") onAnswer(Number(line));
    });
  });
  server.unref();
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return server;
}

function writeFiles(folder: string, socket: string, plugin: string, plugins: number): void {
  mkdirSync(path.join(folder, "plugins"));
  const names = Array.from({ length: plugins }, (_, index) => `p${index}`);
  const entries = names.map((name) => `- name: ${name}\n  module: ./plugins/${name}.ts:Plugin\n`);
  const files = {
    ...Object.fromEntries(names.map((name) => [`plugins/${name}.ts`, plugin])),
    "plugins/base.ts": `export class PluginBase { readonly name: string = "p0"; onEnable(): void {} }\n`,
    "plugins/answer.ts": answerSource(socket),
    "plugins.yaml": entries.join(""),
    "main.ts": `import { Plugin } from "./plugins/p0.ts";\nnew Plugin().onEnable();\n`,
    "package.json": `{ "type": "module" }\n`,
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
}

/** One connection for all generations of the code that uses it. */
function answerSource(socket: string): string {
  return `import { connect, type Socket } from "node:net";
const shared = globalThis as { answers?: Socket };
shared.answers ??= connect(${JSON.stringify(socket)});
shared.answers.unref();
export function answer(save: number): void { shared.answers?.write(\`\${save}\\n\`); }
`;
}

function pluginSource(save: number, { base, kilobytes }: WorkspaceOptions): string {
  const head = `import { PluginBase } from "${base}";
import { answer } from "./answer.ts";
export class Plugin extends PluginBase {
  static readonly hooks: readonly string[] = ["ping"];
  override onEnable(): void { answer(${save}); }
  ping(payload: Record<string, unknown>): void { payload[this.name] = ${save}; }
}
`;
  const count = Math.max(0, Math.round((kilobytes * 1_024 - head.length) / helper(0).length));
  return head + Array.from({ length: count }, (_, index) => helper(index)).join("");
}

function helper(index: number): string {
  return `function helper${index}(a: number, b: string): string { return b + String(a * ${index}); }\n`;
}
