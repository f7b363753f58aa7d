import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import path from "node:path";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { typescriptPlugin } from "../../scripts/build/typescript-plugin.mjs";
import { ensureCodeServer } from "../../scripts/editor/install.mjs";

const Answer = z.object({
  type: z.literal("response"),
  request_seq: z.number(),
  success: z.boolean(),
  message: z.string().optional(),
  body: z.unknown(),
});
const Diagnostics = z.array(z.object({ code: z.number(), text: z.string() }));
const Places = z.array(z.object({ file: z.string() }));

/** The TypeScript that VS Code has built in, in a process of its own, as its extension starts it. */
export class Tsserver {
  readonly #write: (line: string) => void;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #asked = 0;

  /** @param extension Where extensions have their `node_modules`; null: with no plugin. */
  static async start(extension: string | null): Promise<Tsserver> {
    const require = createRequire(
      path.join(await ensureCodeServer(), "lib/vscode/extensions/package.json"),
    );
    const plugin = ["--globalPlugins", typescriptPlugin.name];
    const where = ["--pluginProbeLocations", extension ?? ""];
    return new Tsserver([
      require.resolve("typescript/lib/tsserver.js"),
      "--disableAutomaticTypingAcquisition",
      ...(extension === null ? [] : [...plugin, ...where]),
    ]);
  }

  private constructor(args: readonly string[]) {
    const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
    onTestFinished(() => void child.kill());
    this.#write = (line) => child.stdin.write(`${line}\n`);
    createInterface(child.stdout).on("line", (line) => this.#read(line));
  }

  /** Answers with what the editor would underline. */
  async problems(file: string, fileContent?: string): Promise<string[]> {
    this.#tell("open", { file, ...(fileContent === undefined ? {} : { fileContent }) });
    const body = await this.#ask("semanticDiagnosticsSync", { file });
    return Diagnostics.parse(body).map(({ code, text }) => `${code}: ${text}`);
  }

  /** Answers with the file that a module's name in an import leads to. */
  async definition(file: string, text: string, module: string): Promise<string | undefined> {
    const lines = text.split("\n");
    const line = lines.findIndex((content) => content.includes(`"${module}"`));
    const offset = (lines[line]?.indexOf(`"${module}"`) ?? 0) + 3;
    const body = await this.#ask("definition", { file, line: line + 1, offset });
    return Places.parse(body)[0]?.file;
  }

  #tell(command: string, args: object): number {
    this.#asked += 1;
    const seq = this.#asked;
    this.#write(JSON.stringify({ seq, type: "request", command, arguments: args }));
    return seq;
  }

  #ask(command: string, args: object): Promise<unknown> {
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(this.#tell(command, args), waiting);
    return waiting.promise;
  }

  /** Between its messages it writes their lengths. */
  #read(line: string): void {
    if (!line.startsWith("{")) return;
    const answer = Answer.safeParse(JSON.parse(line));
    if (!answer.success) return;
    const { request_seq, success, message, body } = answer.data;
    const waiting = this.#waiting.get(request_seq);
    this.#waiting.delete(request_seq);
    if (success) waiting?.resolve(body);
    else waiting?.reject(new Error(message));
  }
}
