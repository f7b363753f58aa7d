import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { measureServers, type Figures } from "./base/lsp-figures.ts";
import type { ServerUnderTest } from "./base/lsp-session.ts";
import { createWorkspace, manifestOf } from "./base/lsp-workspace.ts";

const SIZES = [10, 100, 1_000, 5_000] as const;
/** The peer waits this long after every keystroke before it looks at the text; no setting changes it. */
const PEER_WAIT_MS = 200;

const require = createRequire(import.meta.url);

/** One size, as both servers take it. */
interface Comparison {
  readonly entries: number;
  readonly ours: Figures;
  readonly peer: Figures;
}

/** Cold start, edit to diagnostics, completion, hover and memory, against the YAML server that people have otherwise. */
export async function run(): Promise<void> {
  const { folder, schemaUri } = createWorkspace();
  const servers = serversUnderTest(schemaUri);
  const comparisons: Comparison[] = [];
  for (const entries of SIZES) {
    const opened = {
      folderUri: pathToFileURL(folder).href,
      uri: pathToFileURL(path.join(folder, "plugins.yaml")).href,
      entries,
      ...manifestOf(entries),
    };
    const [ours, peer] = await measureServers(servers, opened);
    if (ours && peer) comparisons.push({ entries, ours, peer });
  }
  await rm(folder, { recursive: true, force: true });
  printFigures(comparisons);
  printRatios(comparisons);
}

function serversUnderTest(schemaUri: string): readonly ServerUnderTest[] {
  const ours = path.resolve(import.meta.dirname, "../dist/server.js");
  const peer = path.join(
    path.dirname(require.resolve("yaml-language-server/package.json")),
    "bin/yaml-language-server",
  );
  const yaml = {
    schemas: { [schemaUri]: "plugins.yaml" },
    schemaStore: { enable: false },
    kubernetesCRDStore: { enable: false },
  };
  return [
    { name: "patchbay", command: [ours, "--stdio"], settings: {} },
    { name: "yaml-language-server", command: [peer, "--stdio"], settings: { yaml } },
  ];
}

function printFigures(comparisons: readonly Comparison[]): void {
  console.log(
    `ms, or MiB of memory. Patchbay / yaml-language-server; what an edit takes there is given without the ${PEER_WAIT_MS} ms that it waits first.\n`,
  );
  printTable(
    ["entries", ...MEASURES.map(({ name }) => name)],
    comparisons.map(({ entries, ours, peer }) => [
      entries.toLocaleString("en-US"),
      ...MEASURES.map(({ of }) => `${short(of(ours, 0))} / ${short(of(peer, PEER_WAIT_MS))}`),
    ]),
  );
}

function printRatios(comparisons: readonly Comparison[]): void {
  console.log("\nHow many times as fast, and for memory which part of it:\n");
  printTable(
    ["entries", ...MEASURES.map(({ name }) => name), "edit p50, waiting included"],
    comparisons.map(({ entries, ours, peer }) => [
      entries.toLocaleString("en-US"),
      ...MEASURES.map(({ of, isMemory }) => {
        const [one, other] = [of(ours, 0), of(peer, PEER_WAIT_MS)];
        return short(isMemory ? one / other : other / one);
      }),
      short(peer.editP50Ms / ours.editP50Ms),
    ]),
  );
}

/** `waitMs` is what a server waits before it looks at an edit. */
interface Measure {
  readonly name: string;
  readonly isMemory?: boolean;
  readonly of: (figures: Figures, waitMs: number) => number;
}

const MEASURES: readonly Measure[] = [
  { name: "cold start", of: ({ coldMs }) => coldMs },
  { name: "edit p50", of: ({ editP50Ms }, waitMs) => editP50Ms - waitMs },
  { name: "edit p95", of: ({ editP95Ms }, waitMs) => editP95Ms - waitMs },
  { name: "completion", of: ({ completionMs }) => completionMs },
  { name: "hover", of: ({ hoverMs }) => hoverMs },
  { name: "memory, opened", isMemory: true, of: ({ residentMiB }) => residentMiB },
  { name: "memory, most", isMemory: true, of: ({ peakMiB }) => peakMiB },
];

/** As Markdown, so that the README's table is a copy. */
function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join(" | ")} |`;
  console.log(line(head));
  console.log(`| ${widths.map((width) => `${"-".repeat(width - 1)}:`).join(" | ")} |`);
  for (const row of rows) console.log(line(row));
}

/** Three digits that mean something. */
function short(value: number): string {
  return value >= 1_000
    ? Math.round(value).toLocaleString("en-US")
    : String(Number(value.toPrecision(3)));
}
