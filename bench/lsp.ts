import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { LspSession, type ServerUnderTest } from "./base/lsp-session.ts";
import { createWorkspace, manifestOf } from "./base/lsp-workspace.ts";

const SIZES = [10, 100, 1000, 5000] as const;
const COLD_STARTS = 3;
const EDITS = 20;
/** Not counted: the first edits meet servers that still load what they need later. */
const WARM_UP_EDITS = 4;
const REQUESTS = 8;
/** The peer waits this long after every keystroke before it looks at the text; no setting changes it. */
const PEER_DEBOUNCE_MS = 200;

const require = createRequire(import.meta.url);

interface Figures {
  readonly server: string;
  readonly entries: number;
  readonly coldMs: number;
  readonly editP50Ms: number;
  readonly editP95Ms: number;
  readonly completionMs: number;
  readonly hoverMs: number;
  readonly peakMiB: number;
}

/** Cold start, edit to diagnostics, completion, hover and memory, against the YAML server that people have otherwise. */
export async function run(): Promise<void> {
  const { folder, schemaUri } = createWorkspace();
  const servers = serversUnderTest(schemaUri);
  const figures: Figures[] = [];
  for (const entries of SIZES) {
    for (const server of servers) figures.push(await measure(server, entries, folder));
  }
  console.table(figures.map(rounded));
  printRatios(figures);
  await rm(folder, { recursive: true, force: true });
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

async function measure(server: ServerUnderTest, entries: number, folder: string): Promise<Figures> {
  const { text, wrong } = manifestOf(entries);
  const document = {
    folderUri: pathToFileURL(folder).href,
    uri: pathToFileURL(path.join(folder, "plugins.yaml")).href,
    text,
  };
  const isCorrect = (count: number): boolean => count >= wrong;
  const cold: number[] = [];
  for (let start = 1; start < COLD_STARTS; start++) {
    const { session, coldMs } = await LspSession.start(server, document, isCorrect);
    cold.push(coldMs);
    await session.close();
  }
  const { session, coldMs } = await LspSession.start(server, document, isCorrect);
  cold.push(coldMs);

  // An edit in the middle that makes an error and takes it away again, both seen in the diagnostics.
  const line = 12 * Math.floor(entries / 2) + 2;
  const start = { line, character: 11 };
  const edits: number[] = [];
  for (let edit = 0; edit < WARM_UP_EDITS + EDITS; edit++) {
    const [end, written, expected] =
      edit % 2 === 0
        ? [{ line, character: 15 }, "[1]", wrong + 1]
        : [{ line, character: 14 }, "true", wrong];
    const tookMs = await session.edit(start, end, written, (count) =>
      edit % 2 === 0 ? count >= expected : count <= expected,
    );
    if (edit >= WARM_UP_EDITS) edits.push(tookMs);
  }
  const completion: number[] = [];
  const hover: number[] = [];
  for (let request = 0; request < REQUESTS; request++) {
    await session.edit({ line: line + 1, character: 15 }, { line: line + 1, character: 15 }, "x");
    completion.push(
      await session.request("textDocument/completion", { line: line + 3, character: 6 }),
    );
    hover.push(await session.request("textDocument/hover", { line: line - 1, character: 4 }));
  }
  const { peakMiB } = session;
  await session.close();
  return {
    server: server.name,
    entries,
    coldMs: percentile(cold, 0.5),
    editP50Ms: percentile(edits, 0.5),
    editP95Ms: percentile(edits, 0.95),
    completionMs: percentile(completion, 0.5),
    hoverMs: percentile(hover, 0.5),
    peakMiB,
  };
}

function printRatios(figures: readonly Figures[]): void {
  console.log(
    `How many times faster, with the peer's ${PEER_DEBOUNCE_MS} ms of waiting taken out:`,
  );
  const rows = SIZES.flatMap((entries) => {
    const [ours, peer] = figures.filter((each) => each.entries === entries);
    if (!ours || !peer) return [];
    return [
      {
        entries,
        cold: peer.coldMs / ours.coldMs,
        edit: (peer.editP50Ms - PEER_DEBOUNCE_MS) / ours.editP50Ms,
        "edit, waiting included": peer.editP50Ms / ours.editP50Ms,
        completion: peer.completionMs / ours.completionMs,
        hover: peer.hoverMs / ours.hoverMs,
        "memory, part of": ours.peakMiB / peer.peakMiB,
      },
    ];
  });
  console.table(rows.map(rounded));
}

function rounded(row: object): object {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(3)) : value,
    ]),
  );
}

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
