import path from "node:path";
import type { ManifestChange } from "../../schemas/index.ts";
import { codeOf } from "../base/failures.ts";
import { readFileText } from "../base/file-text.ts";
import { SerialQueue } from "../base/serial-queue.ts";
import { parseManifest, planEdit } from "../manifest/index.ts";
import { lockFile, type FileLock } from "./file-lock.ts";
import { planAll, type Plan, type Planned } from "./plan-all.ts";
import { discardDraft, placeDraft, sweepLitter, targetOf, writeDraft } from "./replace-file.ts";
import type { ManifestText, ManifestWrite } from "./types.ts";
import { wordBusy, wordWriteFailure } from "./word-failure.ts";

/** An editor that saves more often than this while we write has the file for itself. */
const ATTEMPTS = 8;

interface Waiting {
  readonly plan: Plan;
  readonly settle: (planned: Planned) => void;
}

/**
 * The manifest as a file that several processes change. Every change is planned on what the file says at that moment and
 * replaces it as a whole: at any moment the file is the old one or the new one, and no writer's edit is lost. Changes that
 * are asked for while one is being written are written together: a durable write takes longer than planning a hundred.
 */
export class ManifestFile {
  readonly path: string;
  readonly #queue = new SerialQueue();
  #waiting: Waiting[] = [];

  /** The file need not exist: the first entry creates it. */
  constructor(file: string) {
    this.path = file;
  }

  read(): Promise<ManifestText> {
    return readText(this.path);
  }

  /** Carries out one change. */
  apply(change: ManifestChange): Promise<ManifestWrite> {
    return this.edit((document) => planEdit(document, change));
  }

  /** Carries out what `plan` makes of the newest text. It is asked again when the file changes underneath. */
  async edit(plan: Plan): Promise<ManifestWrite> {
    const planned = new Promise<Planned>((settle) => {
      this.#waiting.push({ plan, settle });
    });
    await this.#queue.run(() => this.#writeWaiting());
    const outcome = await planned;
    if (outcome.kind === "threw") throw outcome.error;
    return outcome;
  }

  async #writeWaiting(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length === 0) return; // Written with those before it.
    const planned = await this.#write(batch.map(({ plan }) => plan));
    for (const [index, { settle }] of batch.entries()) {
      settle(
        planned[index] ?? { kind: "threw", error: new Error("Expected one outcome for each.") },
      );
    }
  }

  async #write(plans: readonly Plan[]): Promise<readonly Planned[]> {
    try {
      return await this.#writeLocked(plans);
    } catch (error) {
      if (codeOf(error) === "") return plans.map(() => ({ kind: "threw", error })); // Nothing that a file system says.
      const reason = wordWriteFailure(this.path, error);
      return plans.map(() => ({ kind: "failed", reason }));
    }
  }

  async #writeLocked(plans: readonly Plan[]): Promise<readonly Planned[]> {
    const target = await targetOf(this.path);
    const lockPath = path.join(path.dirname(target), `.${path.basename(target)}.lock`);
    const locked = await lockFile(lockPath);
    if (locked.kind === "busy") {
      const reason = wordBusy(this.path, lockPath, locked.owner);
      return plans.map(() => ({ kind: "busy", reason }));
    }
    try {
      await sweepLitter(target);
      return await this.#replace(target, locked.lock, plans);
    } finally {
      await locked.lock.release();
    }
  }

  async #replace(
    target: string,
    lock: FileLock,
    plans: readonly Plan[],
  ): Promise<readonly Planned[]> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = await readText(target);
      if (before.kind === "unreadable") {
        return plans.map(() => ({ kind: "failed", reason: before.reason }));
      }
      const old = before.kind === "read" ? before.text : "";
      const { planned, text } = planAll(parseManifest(old), plans);
      if (planned.every(({ kind }) => kind !== "written")) return planned;

      const draft = await writeDraft(target, text);
      try {
        // Editors take no locks. What they save after this look and before the rename, a few microseconds, is lost.
        const isSame = isSameText(before, await readText(target)) && (await lock.isHeld());
        if (isSame && (await placeDraft(draft, target, before.kind === "missing"))) return planned;
      } finally {
        await discardDraft(draft);
      }
    }
    const reason = `${this.path} changes faster than it can be edited`;
    return plans.map(() => ({ kind: "busy", reason }));
  }
}

async function readText(file: string): Promise<ManifestText> {
  const read = await readFileText(file);
  if (read.kind !== "unreadable") return read;
  return { kind: "unreadable", reason: `${file} cannot be read: ${read.reason}` };
}

function isSameText(a: ManifestText, b: ManifestText): boolean {
  return a.kind === "read" && b.kind === "read" ? a.text === b.text : a.kind === b.kind;
}
