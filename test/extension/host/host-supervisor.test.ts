import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { HostSupervisor } from "../../../extension/host/host-supervisor.ts";
import type { RegistryState } from "../../../extension/host/state.ts";
import type { HostOptions } from "../../../schemas/index.ts";
import { buildBundles, optionsFor } from "../../registry/host/real-host.ts";

const TELLER = `import { PluginBase } from "patchbay";
export class Teller extends PluginBase {
  static hooks = ["tell"];
  tell(payload) { payload.pid = process.pid; payload.letters = this.getSecret("TOKEN")?.length; }
}`;

type Running = Extract<RegistryState, { kind: "running" }>;

interface Supervised {
  readonly supervisor: HostSupervisor;
  /** Waits for a host that runs, other than these processes. */
  running: (...others: number[]) => Promise<Running>;
  /** Waits until a host stands by; answers with its process. */
  standby: () => Promise<number>;
  readonly states: RegistryState[];
  readonly isOpen: (is: (state: RegistryState) => boolean) => Promise<RegistryState>;
}

/** A host of a workspace with one plugin, as the editor starts it. */
async function supervise(
  isStandbyWanted: boolean | (() => boolean),
  options: Partial<HostOptions> = {},
): Promise<Supervised> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "patchbay-workspace-")));
  mkdirSync(path.join(folder, "plugins"));
  writeFileSync(path.join(folder, "plugins/teller.js"), TELLER);
  writeFileSync(
    path.join(folder, "plugins.yaml"),
    "- name: teller\n  module: ./plugins/teller.js:Teller\n",
  );
  const states: RegistryState[] = [];
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const one of waiting) one();
  };
  const until = <Found>(find: () => Found | undefined): Promise<Found> =>
    new Promise((resolve) => {
      const one = (): void => {
        const found = find();
        if (found === undefined) return;
        waiting.delete(one);
        resolve(found);
      };
      waiting.add(one);
      one();
    });
  const log = (line: string): void => {
    lines.push(line);
    look();
  };
  const supervisor = new HostSupervisor({
    file: path.join(await buildBundles(), "host.js"),
    log: { info: log, warn: log, error: log },
    onState: (state) => {
      states.push(state);
      look();
    },
    events: {
      snapshotChanged: ({ plugins }) => log(`${plugins.length} plugins`),
      sampled: () => undefined,
      reloadObserved: () => undefined,
      logged: () => undefined,
      audited: () => undefined,
    },
    isStandbyWanted: () =>
      typeof isStandbyWanted === "boolean" ? isStandbyWanted : isStandbyWanted(),
    standbyQuietMs: 0,
  });
  onTestFinished(async () => {
    await supervisor.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await supervisor.open(() => Promise.resolve(optionsFor(folder, options)));
  let ready = 0;
  return {
    supervisor,
    states,
    running: (...others) =>
      until(() => {
        const state = states.at(-1);
        return state?.kind === "running" && !others.includes(state.processId) ? state : undefined;
      }),
    standby: () =>
      until(() => {
        const said = lines.flatMap(
          (line) => /^Registry host (\d+) stands by$/.exec(line)?.[1] ?? [],
        );
        const [next] = said.slice(ready);
        if (next !== undefined) ready += 1;
        return next === undefined ? undefined : Number(next);
      }),
    isOpen: (is) =>
      until(() => {
        const state = states.at(-1);
        return state !== undefined && is(state) ? state : undefined;
      }),
  };
}

async function tell({ host }: Running): Promise<Record<string, unknown> | null> {
  return (await host.fire({ hook: "tell", payload: {} })).payload;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("the host that stands by takes over from one that crashes, with the secrets of then, and another stands by", async () => {
  const { supervisor, running, standby } = await supervise(true, {
    storedSecrets: { TOKEN: "before" },
  });
  const first = await running();
  const second = await standby();
  await supervisor.storedSecretsChanged({ TOKEN: "after" });

  process.kill(first.processId, "SIGKILL");

  const next = await running(first.processId);
  expect(next.processId).toBe(second);
  expect(await tell(next)).toEqual({ pid: second, letters: "after".length });

  const third = await standby();
  process.kill(second, "SIGKILL");
  expect((await running(first.processId, second)).processId).toBe(third);
});

test("without one that stands by, a host that crashes is started again", async () => {
  const { running, states } = await supervise(false);
  const first = await running();

  process.kill(first.processId, "SIGKILL");

  const next = await running(first.processId);
  expect(await tell(next)).toMatchObject({ pid: next.processId });
  expect(states.map(({ kind }) => kind)).toEqual([
    "starting",
    "starting",
    "running",
    "stopped",
    "starting",
    "running",
  ]);
});

test("one that stands by and crashes itself keeps nobody from being started", async () => {
  const { running, standby } = await supervise(true);
  const first = await running();

  const second = await standby();
  process.kill(second, "SIGKILL");
  process.kill(first.processId, "SIGKILL");

  const { processId } = await running(first.processId, second);
  expect([first.processId, second, processId]).not.toContain(await standby());
});

test("a host that crashes again and again is given up, whoever stands by", async () => {
  const { running, standby, isOpen } = await supervise(true);
  const seen: number[] = [];
  for (let crash = 0; crash < 5; crash += 1) {
    const { processId } = await running(...seen);
    seen.push(processId);
    await standby();
    process.kill(processId, "SIGKILL");
  }

  const stopped = await isOpen(({ kind }) => kind === "stopped");
  expect(stopped).toMatchObject({ retryInMs: null });
});

test("one that stands by goes when it is not wanted any more, and the host that runs stays", async () => {
  let isWanted = true;
  const { supervisor, running, standby } = await supervise(() => isWanted);
  const first = await running();
  const second = await standby();

  isWanted = false;
  supervisor.reviewStandby();

  await expect.poll(() => isAlive(second)).toBe(false);
  expect(await tell(first)).toMatchObject({ pid: first.processId });
});

test("nothing is left of either when the host is closed", async () => {
  const { supervisor, running, standby } = await supervise(true);
  const [first, second] = [(await running()).processId, await standby()];

  await supervisor.close();

  expect([first, second].filter(isAlive)).toEqual([]);
});
