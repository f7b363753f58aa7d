import { writeFileSync } from "node:fs";
import { forkHost, type ForkedHost } from "../base/forked-host.ts";
import { saveUntilAnswered, type Side } from "./side.ts";
import { openWorkspace, type Workspace } from "./workspace.ts";

export interface PatchbayOptions {
  readonly kilobytes: number;
  readonly plugins: number;
  /** Folder of the bundles: with the native transform beside them, or without. */
  readonly bundles: string;
}

const CALL_DEADLINE_MS = 5_000;

/** The host as it ships, with its thread and its watcher. Both sides save the same plugin of the same host. */
export async function openPatchbay(
  options: PatchbayOptions,
): Promise<{ readonly watching: Side; readonly told: Side }> {
  const workspace = await openWorkspace({ ...options, base: "patchbay" });
  const host = await forkHost(workspace.folder, CALL_DEADLINE_MS, options.bundles);
  const loaded = `Patchbay with ${options.plugins === 1 ? "1 plugin" : `${options.plugins} plugins`}`;
  let save = 0;
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await host.close();
    workspace.close();
  };
  const watching = async (): Promise<number> => {
    const tookMs = await saveUntilAnswered(workspace, ++save);
    await checkLive(host, save);
    return tookMs;
  };
  const told = async (): Promise<number> => {
    const tookMs = await saveInEditor(host, workspace, ++save);
    await checkLive(host, save);
    return tookMs;
  };
  return {
    watching: { name: `${loaded}, its watcher`, save: watching, close },
    told: { name: `${loaded}, saved in the editor`, save: told, close },
  };
}

/** The editor writes the file and tells of it; what the host reports is what counts. */
async function saveInEditor(
  { calls }: ForkedHost,
  { file, sourceOf }: Workspace,
  save: number,
): Promise<number> {
  const text = sourceOf(save);
  const startedAt = performance.now();
  writeFileSync(file, text);
  const [report] = await calls.sourceSaved(file, text);
  const tookMs = performance.now() - startedAt;
  if (report?.kind !== "reloaded") throw new Error(`Save ${save}: ${JSON.stringify(report)}`);
  return tookMs;
}

async function checkLive({ calls }: ForkedHost, save: number): Promise<void> {
  const { payload } = await calls.fire({ hook: "ping", payload: {} });
  if (payload?.["p0"] !== save) throw new Error(`Save ${save} does not answer hooks.`);
}
