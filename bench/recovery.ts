import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startHost, type HostProcess } from "../extension/host/host-process.ts";
import { DIST, forkHost, optionsFor, quantile, type ForkedHost } from "./base/forked-host.ts";

const HANGS = 100;
const CRASHES = 20;
const DEADLINE_MS = 100;
const PLUGINS = 20;
/** The thread in reserve is started when the plugins have been left alone for half a second, and then gets ready. */
const RESERVE_READY_MS = 1_500;

interface Recovery {
  /** From the moment a plugin began to hold or end the thread until another plugin answered again. */
  readonly tookMs: number;
  /** Null when nothing is left that could tell. */
  readonly isRightCulprit: boolean | null;
  /** Whether the other plugins still knew what they had counted. */
  readonly isStateKept: boolean;
}

/** How the plugins come to grief, and whether there is something to take over. */
type Way =
  | { readonly ends: "thread"; readonly body: string; readonly reserve: boolean }
  | { readonly ends: "process"; readonly reserve: boolean };

const HANG = "for (;;);";
/** Ends the thread without a word, as code in C++ that gives up does. */
const THREAD_CRASH = "process.reallyExit(1);";

/** From the moment a plugin begins to hold its thread, or ends it, until the other plugins answer again. */
export async function run(): Promise<void> {
  console.log(`Recovery (${PLUGINS} plugins in one thread)`);
  console.log(
    "                                       times   right culprit   state kept   p50 ms   p95 ms   lowest",
  );
  const hang: Way = { ends: "thread", body: HANG, reserve: true };
  print(`hang, deadline ${DEADLINE_MS} ms`, await repeat(HANGS, hang));
  const rows: readonly (readonly [string, Way])[] = [
    ["thread ends, another in reserve", { ends: "thread", body: THREAD_CRASH, reserve: true }],
    ["thread ends, cold", { ends: "thread", body: THREAD_CRASH, reserve: false }],
    ["process ends, another stands by", { ends: "process", reserve: true }],
    ["process ends, cold", { ends: "process", reserve: false }],
  ];
  for (const [what, way] of rows) print(what, await repeat(CRASHES, way));
  const floors = await measureFloors(CRASHES);
  console.log("  of these a bare Node process takes");
  printTimes("  to be seen to have ended", floors.ended);
  printTimes("  to be started and answer", floors.answered);
}

function print(what: string, recoveries: readonly Recovery[]): void {
  const count = (is: (one: Recovery) => boolean | null): string =>
    recoveries.some((one) => is(one) === null)
      ? "-"
      : `${recoveries.filter(is).length} of ${recoveries.length}`;
  const said = [
    count(({ isRightCulprit }) => isRightCulprit).padStart(16),
    count(({ isStateKept }) => isStateKept).padStart(13),
  ].join("");
  printTimes(
    what,
    recoveries.map(({ tookMs }) => tookMs),
    said,
  );
}

function printTimes(what: string, times: readonly number[], said = " ".repeat(29)): void {
  const figures = [quantile(times, 0.5), quantile(times, 0.95), Math.min(...times)];
  const shown = figures.map((ms) => ms.toFixed(1).padStart(9)).join("");
  console.log(`  ${what.padEnd(36)}${String(times.length).padStart(6)}${said}${shown}`);
}

async function repeat(times: number, way: Way): Promise<Recovery[]> {
  const recoveries: Recovery[] = [];
  for (let time = 0; time < times; time += 1) {
    const culprit = `p${time % PLUGINS}`;
    const folder = mkdtempSync(path.join(tmpdir(), "patchbay-bench-"));
    writeWorkspace(folder, culprit, way.ends === "thread" ? way.body : "");
    recoveries.push(
      way.ends === "thread"
        ? await loseThread(folder, culprit, way.reserve)
        : await loseProcess(folder, way.reserve),
    );
    rmSync(folder, { recursive: true, force: true });
  }
  return recoveries;
}

async function loseThread(folder: string, culprit: string, reserve: boolean): Promise<Recovery> {
  const host = await forkHost(folder, DEADLINE_MS);
  await host.calls.fire({ hook: "ping", payload: {} });
  if (reserve) await delay(RESERVE_READY_MS);
  const startedAt = performance.now();
  await host.calls.fire({ hook: "hang", payload: {} });
  const counts = await countsOf(host);
  const tookMs = performance.now() - startedAt;
  const { plugins } = await host.calls.snapshot();
  const stopped = plugins.filter(({ state }) => state === "quarantined");
  await host.close();
  return {
    tookMs,
    isRightCulprit: stopped.map(({ summary }) => summary.name).join() === culprit,
    isStateKept: counts.length === PLUGINS - 1 && counts.every((count) => count === 2),
  };
}

/** As the editor does it: the process that stands by is told to take over as soon as the other is seen to be gone. */
async function loseProcess(folder: string, standsBy: boolean): Promise<Recovery> {
  const options = optionsFor(folder, DEADLINE_MS);
  const host = startAsEditor();
  await host.calls.initialize(options);
  await host.calls.fire({ hook: "ping", payload: {} });
  const standby = standsBy ? startAsEditor() : null;
  await standby?.calls.prepare(options);
  const startedAt = performance.now();
  process.kill(host.processId, "SIGKILL");
  await host.gone;
  const next = standby ?? startAsEditor();
  await next.calls.initialize(options);
  const counts = await countsOf(next);
  const tookMs = performance.now() - startedAt;
  await next.close();
  // What the others had counted went down with the process.
  return { tookMs, isRightCulprit: null, isStateKept: counts.every((count) => count === 2) };
}

function ignored(): void {
  // What a host tells without being asked is not measured.
}

function startAsEditor(): HostProcess {
  return startHost({
    file: path.join(DIST, "host.js"),
    events: {
      snapshotChanged: ignored,
      sampled: ignored,
      reloadObserved: ignored,
      logged: ignored,
      stuck: ignored,
      audited: ignored,
    },
    onOutput: (line) => console.log(line),
  });
}

/** What no host could be faster than. */
async function measureFloors(
  times: number,
): Promise<{ readonly ended: number[]; readonly answered: number[] }> {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "patchbay-bench-")), "bare.cjs");
  writeFileSync(file, `process.on("message", () => process.send(0));`);
  const ended: number[] = [];
  const answered: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const startedAt = performance.now();
    const child = fork(file, [], { execArgv: [] });
    child.send(0);
    await once(child, "message");
    answered.push(performance.now() - startedAt);
    const gone = once(child, "exit");
    const killedAt = performance.now();
    child.kill("SIGKILL");
    await gone;
    ended.push(performance.now() - killedAt);
  }
  return { ended, answered };
}

async function countsOf({ calls }: Pick<ForkedHost | HostProcess, "calls">): Promise<unknown[]> {
  const { payload } = await calls.fire({ hook: "ping", payload: {} });
  return Object.values(payload ?? {});
}

function writeWorkspace(folder: string, culprit: string, body: string): void {
  mkdirSync(path.join(folder, "plugins"));
  let manifest = "";
  for (let index = 0; index < PLUGINS; index += 1) {
    const name = `p${index}`;
    writeFileSync(
      path.join(folder, `plugins/${name}.js`),
      `import { PluginBase } from "patchbay";
export class Plugin extends PluginBase {
  static hooks = ["ping", "hang"];
  pings = 0;
  ping(payload) { payload[this.name] = ++this.pings; }
  ${name === culprit ? `hang() { ${body} }` : ""}
}
`,
    );
    manifest += `- name: ${name}\n  module: ./plugins/${name}.js:Plugin\n`;
  }
  writeFileSync(path.join(folder, "plugins.yaml"), manifest);
}
