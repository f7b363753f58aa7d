import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import autocannon from "autocannon";
import fastify from "fastify";
import { serve } from "../registry/operator/index.ts";

const PLUGINS = 100;
/** As much history as is kept. */
const CALLS = 100;
const CONNECTIONS = 10;
const ROUND_S = 2;
const ROUNDS = 3;
const KEY = "the-key-of-the-benchmark";
/** While hooks are fired: about what a busy service does. */
const FIRE_INTERVAL_MS = 50;

const SOURCE = `
const { PluginBase } = require("patchbay");
exports.Counter = class extends PluginBase {
  static hooks = ["post_plan"];
  post_plan(payload) { payload.seen = (payload.seen ?? 0) + 1; }
};
`;

interface Figures {
  readonly perSecond: number;
  readonly p99Ms: number;
}

/** Prints how fast `GET /plugins` is answered, beside a bare Fastify route that returns the same bytes. */
export async function run(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-bench-"));
  writeWorkspace(folder);
  const server = await startServer(folder);
  const bare = fastify();
  try {
    for (let call = 0; call < CALLS; call++) {
      await server.registry.fire({ hook: "post_plan", payload: {} });
    }
    const bytes = Buffer.from(await (await ask(server.url)).arrayBuffer());
    bare.get("/plugins", (_request, reply) => reply.type("application/json").send(bytes));
    const bareUrl = await bare.listen({ host: "127.0.0.1", port: 0 });

    const ours: Figures[] = [];
    const theirs: Figures[] = [];
    const busy: Figures[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await measure(server.url));
      theirs.push(await measure(bareUrl));
      busy.push(await whileFiring(server, () => measure(server.url)));
    }
    print(bytes.length, median(ours), median(busy), median(theirs));
  } finally {
    await bare.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeWorkspace(folder: string): void {
  const entries = Array.from(
    { length: PLUGINS },
    (_, index) => `- name: plugin_${String(index)}\n  module: ./counter.js:Counter\n`,
  );
  writeFileSync(path.join(folder, "plugins.yaml"), entries.join(""));
  writeFileSync(path.join(folder, "counter.js"), SOURCE);
}

async function startServer(folder: string) {
  const server = await serve({
    registry: {
      manifestFile: path.join(folder, "plugins.yaml"),
      workspaceFolder: folder,
      sourceRoots: [],
      callDeadlineMs: 5_000,
      storedSecrets: {},
    },
    host: "127.0.0.1",
    port: 0,
    keys: { operator: KEY },
    rate: null,
    distFolder: path.resolve(import.meta.dirname, "../dist"),
    audit: () => undefined,
    onFailure: (error) => console.error(error),
    onStuck: () => undefined,
  });
  if (server.kind !== "serving") throw new Error(server.message);
  return server;
}

function ask(url: string): Promise<Response> {
  return fetch(`${url}/plugins`, { headers: { "x-api-key": KEY } });
}

/** The client has a thread of its own. */
async function measure(url: string): Promise<Figures> {
  const result = await autocannon({
    url: `${url}/plugins`,
    headers: { "x-api-key": KEY },
    connections: CONNECTIONS,
    duration: ROUND_S,
    workers: 1,
  });
  if (result.non2xx > 0) throw new Error(`${result.non2xx} answers were no success.`);
  return { perSecond: result.requests.average, p99Ms: result.latency.p99 };
}

async function whileFiring(
  { registry }: Awaited<ReturnType<typeof startServer>>,
  work: () => Promise<Figures>,
): Promise<Figures> {
  const timer = setInterval(() => {
    void registry.fire({ hook: "post_plan", payload: {} });
  }, FIRE_INTERVAL_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

function median(figures: readonly Figures[]): Figures {
  const sorted = figures.toSorted((a, b) => a.perSecond - b.perSecond);
  return sorted[sorted.length >> 1] ?? { perSecond: 0, p99Ms: 0 };
}

function print(sizeBytes: number, ours: Figures, busy: Figures, bare: Figures): void {
  const size = (sizeBytes / 1_048_576).toFixed(2);
  console.log(
    `GET /plugins: ${PLUGINS} plugins, ${CALLS} calls each, ${size} MB (aim: 0.5 or more)`,
  );
  console.log("                                    requests/s    p99 ms    of bare Fastify");
  const line = (name: string, { perSecond, p99Ms }: Figures): void =>
    console.log(
      `  ${name.padEnd(32)}  ${perSecond.toFixed(0).padStart(10)}  ${p99Ms.toFixed(1).padStart(8)}  ${(perSecond / bare.perSecond).toFixed(2).padStart(10)}`,
    );
  line("operator API", ours);
  line(`… while a hook is fired 20 times/s`, busy);
  line("bare Fastify, same bytes", bare);
}
