import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { openProject } from "../registry/cli/command-line.ts";
import { blocksOf, matcherOf, Terminal, transcriptsOf } from "./transcripts.ts";

const read = (page: string): string =>
  readFileSync(path.resolve(import.meta.dirname, "../..", page), "utf8");
const readme = read("README.md");
const transcripts = blocksOf(readme, "console").flatMap(transcriptsOf);

/** The manifest and the plugin that the page shows, and a package that announces two more. */
const files = {
  "plugins.yaml": blocksOf(readme, "yaml")[0] ?? "",
  "plugins/ticket-automation.ts": blocksOf(readme, "ts")[0] ?? "",
  "node_modules/acme-plugins/package.json": blocksOf(read("docs/cli.md"), "json")[0] ?? "",
  "node_modules/acme-plugins/dist/ticket.js": `import { PluginBase } from "patchbay";
export class Ticket extends PluginBase {
  static name = "ticket";
  static description = "Opens a ticket for every plan";
  static hooks = ["post_plan"];
  post_plan() {}
}
`,
  "node_modules/acme-plugins/dist/providers.js": "export function registerPlugins() {}\n",
};

test("the README's transcripts are what the commands and endpoints print, one after the other", async () => {
  const terminal = await Terminal.open(await openProject(files));
  for (const { command, output } of transcripts) {
    expect(`$ ${command}\n${await terminal.run(command)}`).toMatch(
      matcherOf(`$ ${command}\n${output}`),
    );
  }
}, 300_000);

test("every command has a transcript in the README", async () => {
  const { run } = await openProject({});
  const { stdout } = await run(["--help"]);
  const commands = [...stdout.matchAll(/^ {2}([a-z]+)(?: |$)/gm)]
    .map(([, name = ""]) => name)
    .filter((name) => name !== "help");
  expect(commands.length).toBeGreaterThan(15);
  const shown = transcripts.map(({ command }) => /\bpatchbay ([a-z]+)/.exec(command)?.[1]);
  expect(commands.filter((name) => !shown.includes(name))).toEqual([]);
});

test("every endpoint has a transcript in the README", async () => {
  const project = await openProject(files);
  const { url } = await project.serve();
  const answer = await fetch(`${url}/openapi.json`);
  const { paths } = (await answer.json()) as { readonly paths: Record<string, object> };
  const described = Object.entries(paths).flatMap(([at, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${at}`),
  );
  expect(described.length).toBeGreaterThan(15);
  const shown = transcripts.flatMap(({ command }) => requestOf(command));
  const missing = [...described, "GET /openapi.json", "GET /docs"].filter((endpoint) => {
    const shape = new RegExp(`^${endpoint.replaceAll(/\{\w+\}/g, "[^/]+")}$`);
    // `/plugins/discover` is an endpoint of its own, not a plugin's.
    return !shown.some(
      (each) => shape.test(each) && (each === endpoint || !described.includes(each)),
    );
  });
  expect(missing).toEqual([]);
});

/** `POST /plugins/reload`, of a command that asks for it. */
function requestOf(command: string): readonly string[] {
  const [, at] = /^(?:api|curl) .*\$URL(\/[^\s'"?]*)/.exec(command) ?? [];
  if (at === undefined) return [];
  const isSent = / -d /.test(command);
  const method = / -X ([A-Z]+)/.exec(command)?.[1] ?? (isSent ? "POST" : "GET");
  return [`${method} ${at}`];
}
