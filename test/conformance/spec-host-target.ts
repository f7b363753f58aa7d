import { mkdirSync, renameSync, rmSync } from "node:fs";
import { startHost, type RealHost } from "../registry/host/real-host.ts";
import type { SpecCase, SpecStep } from "./spec-corpus.ts";

const DIRECTORY = "factories";
type Expected = Extract<SpecStep, { expect: unknown }>["expect"];

/** Whether a case is about a directory of plugin files: the protocol has no calls for factories, nor one to stop watching. */
export function isForHost({ steps }: SpecCase): boolean {
  const foreign = ["register", "unregister", "entryPoints", "stop"];
  return (
    steps.some((step) => "start" in step) &&
    !steps.some((step) => foreign.some((name) => name in step))
  );
}

/** Takes a host that follows a directory of plugin files through the steps of a case. What it tells is its snapshots. */
export async function runSpecCaseInHost({ steps }: SpecCase): Promise<void> {
  const begins = steps.findIndex((step) => "start" in step);
  const files = Object.assign({}, ...steps.slice(0, begins).map(filesOf)) as Record<string, string>;
  const host = await startHost({
    plugins: "",
    files,
    options: { pluginDirectories: [DIRECTORY], callDeadlineMs: 10_000 },
  });
  mkdirSync(host.path(DIRECTORY), { recursive: true });
  for (const step of steps.slice(begins + 1)) {
    // What a factory makes is for the thread of the plugins alone.
    if ("create" in step) continue;
    if ("expect" in step) await check(host, step.expect);
    else if ("remove" in step) rmSync(host.path(`${DIRECTORY}/${step.remove}`));
    else for (const [file, text] of Object.entries(filesOf(step))) write(host, file, text, step);
  }
  await host.calls.shutdown();
}

function filesOf(step: SpecStep): Record<string, string> {
  const files = "save" in step ? step.save : "rename" in step ? step.rename : {};
  return Object.fromEntries(
    Object.entries(files).map(([file, text]) => [`${DIRECTORY}/${file}`, text]),
  );
}

function write(host: RealHost, file: string, text: string, step: SpecStep): void {
  if ("rename" in step) renameSync(host.write(`${file}.part`, text), host.path(file));
  else host.write(file, text);
}

/** Waits for a snapshot that shows what is expected: what happened unasked would show at the next step. */
async function check(host: RealHost, { told = [], kind, specs }: Expected): Promise<void> {
  const problems = told.slice(-1).flatMap(({ problem }) => problem ?? []) as object[]; // As the case has them.
  await host.until(({ snapshots }) => {
    const last = snapshots.at(-1);
    if (last === undefined || !areSuch(last.directoryProblems ?? [], problems)) return false;
    const all = last.specs ?? [];
    return !specs || areSuch(kind ? all.filter((spec) => spec.kind === kind) : all, specs);
  });
}

/** Whether there are as many, each with what is expected of it. */
function areSuch(whole: readonly object[], parts: readonly object[]): boolean {
  return (
    whole.length === parts.length &&
    parts.every((part, index) =>
      Object.entries(part).every(
        ([key, value]) => (whole[index] as Record<string, unknown>)[key] === value,
      ),
    )
  );
}
