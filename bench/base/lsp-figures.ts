import { setTimeout as delay } from "node:timers/promises";
import { LspSession, type ServerUnderTest } from "./lsp-session.ts";

const COLD_STARTS = 5;
const ROUNDS = 4;
/** Of one server, before it is the other's turn. */
const EDITS_IN_A_ROUND = 12;
/** Not counted: they meet a server that still loads what it needs later, and another that has not come to rest. */
const FIRST_EDITS = 2;
const REQUESTS = 10;
/** Until a server that has just started holds the memory that it holds from then on. */
const SETTLING_MS = 1_000;

/** A manifest that is opened, and how many of its entries are wrong. */
export interface OpenedManifest {
  readonly folderUri: string;
  readonly uri: string;
  readonly text: string;
  readonly entries: number;
  readonly wrong: number;
}

export interface Figures {
  readonly coldMs: number;
  readonly editP50Ms: number;
  readonly editP95Ms: number;
  readonly completionMs: number;
  readonly hoverMs: number;
  /** After opening, and the most in the whole session. */
  readonly residentMiB: number;
  readonly peakMiB: number;
}

/** Measures servers with one manifest, in turns, so that whatever else the machine does hits all of them alike. */
export async function measureServers(
  servers: readonly ServerUnderTest[],
  manifest: OpenedManifest,
): Promise<Figures[]> {
  const coldMs = servers.map((): number[] => []);
  for (let start = 0; start < COLD_STARTS; start++) {
    for (const [index, server] of servers.entries()) {
      const { session, coldMs: tookMs } = await open(server, manifest);
      coldMs[index]?.push(tookMs);
      await session.close();
    }
  }
  const sessions: LspSession[] = [];
  for (const server of servers) sessions.push((await open(server, manifest)).session);
  await delay(SETTLING_MS);
  const residentMiB = sessions.map((session) => session.residentMiB);
  const edits = await measureEdits(sessions, manifest);
  const requests = await measureRequests(sessions, manifest);
  return Promise.all(
    sessions.map(async (session, index) => {
      const { peakMiB } = session;
      await session.close();
      return {
        coldMs: quantile(coldMs[index], 0.5),
        editP50Ms: quantile(edits[index], 0.5),
        editP95Ms: quantile(edits[index], 0.95),
        completionMs: quantile(requests[index]?.completion, 0.5),
        hoverMs: quantile(requests[index]?.hover, 0.5),
        residentMiB: residentMiB[index] ?? 0,
        peakMiB,
      };
    }),
  );
}

function open(
  server: ServerUnderTest,
  manifest: OpenedManifest,
): ReturnType<typeof LspSession.start> {
  return LspSession.start(server, manifest, (count) => count >= manifest.wrong);
}

/** Edits in the middle that make an error and take it away again, both seen in the diagnostics. */
async function measureEdits(
  sessions: readonly LspSession[],
  { entries, wrong }: OpenedManifest,
): Promise<number[][]> {
  const { line } = middleOf(entries);
  const start = { line, character: 11 };
  const took = sessions.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, session] of sessions.entries()) {
      for (let edit = 0; edit < EDITS_IN_A_ROUND; edit++) {
        const isBreaking = edit % 2 === 0;
        const [end, written] = isBreaking
          ? [{ line, character: 15 }, "[1]"]
          : [{ line, character: 14 }, "true"];
        const tookMs = await session.edit(start, end, written, (count) =>
          isBreaking ? count > wrong : count <= wrong,
        );
        if (edit >= FIRST_EDITS) took[index]?.push(tookMs);
      }
    }
  }
  return took;
}

/** Right after a key was typed, as editors ask. */
async function measureRequests(
  sessions: readonly LspSession[],
  { entries }: OpenedManifest,
): Promise<{ completion: number[]; hover: number[] }[]> {
  const { line } = middleOf(entries);
  const took = sessions.map(() => ({ completion: [] as number[], hover: [] as number[] }));
  const typed = { line: line + 1, character: 15 };
  for (const [index, session] of sessions.entries()) {
    for (let request = 0; request < REQUESTS; request++) {
      await session.edit(typed, typed, "x");
      const completion = { line: line + 3, character: 6 };
      took[index]?.completion.push(await session.request("textDocument/completion", completion));
      const hover = { line: line - 1, character: 4 };
      took[index]?.hover.push(await session.request("textDocument/hover", hover));
    }
  }
  return took;
}

/** The `enabled:` of an entry in the middle. */
function middleOf(entries: number): { readonly line: number } {
  return { line: 12 * Math.floor(entries / 2) + 2 };
}

function quantile(values: readonly number[] | undefined, part: number): number {
  const sorted = values?.toSorted((one, other) => one - other) ?? [];
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
