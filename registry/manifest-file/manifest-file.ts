import { readFile } from "node:fs/promises";
import path from "node:path";
import type { ManifestChange } from "../../schemas/index.ts";
import { SerialQueue } from "../base/serial-queue.ts";
import {
  applyEdits,
  parseManifest,
  planEdit,
  type EditPlan,
  type ManifestDocument,
} from "../manifest/index.ts";
import { lockFile, type FileLock } from "./file-lock.ts";
import { discardDraft, placeDraft, sweepLitter, targetOf, writeDraft } from "./replace-file.ts";
import type { ManifestText, ManifestWrite } from "./types.ts";

/** An editor that saves more often than this while we write has the file for itself. */
const ATTEMPTS = 8;

/**
 * The manifest as a file that several processes change. Every change is planned on what the file says at that moment and
 * replaces it as a whole: at any moment the file is the old one or the new one, and no writer's edit is lost.
 */
export class ManifestFile {
  readonly path: string;
  readonly #queue = new SerialQueue();

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
  edit(plan: (document: ManifestDocument) => EditPlan): Promise<ManifestWrite> {
    return this.#queue.run(async () => {
      try {
        return await this.#editLocked(plan);
      } catch (error) {
        const { code = "", syscall = "write" } = error as NodeJS.ErrnoException;
        if (code === "") throw error; // Nothing that a file system says.
        return { kind: "failed", reason: `${this.path}: ${syscall} failed with ${code}` };
      }
    });
  }

  async #editLocked(plan: (document: ManifestDocument) => EditPlan): Promise<ManifestWrite> {
    const target = await targetOf(this.path);
    const lockPath = path.join(path.dirname(target), `.${path.basename(target)}.lock`);
    const locked = await lockFile(lockPath);
    if (locked.kind === "busy") {
      const who = locked.owner ? `process ${locked.owner.pid}` : "another program";
      const reason = `${who} is writing ${this.path} and does not finish (its lock: ${lockPath})`;
      return { kind: "busy", reason };
    }
    try {
      await sweepLitter(target);
      return await this.#replace(target, locked.lock, plan);
    } finally {
      await locked.lock.release();
    }
  }

  async #replace(
    target: string,
    lock: FileLock,
    plan: (document: ManifestDocument) => EditPlan,
  ): Promise<ManifestWrite> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = await readText(target);
      if (before.kind === "unreadable") return { kind: "failed", reason: before.reason };
      const old = before.kind === "read" ? before.text : "";
      const planned = plan(parseManifest(old));
      if (planned.kind === "unchanged") return { kind: "unchanged", text: old };
      if (planned.kind === "refused") return planned;

      const text = applyEdits(old, planned.edits);
      const draft = await writeDraft(target, text);
      try {
        // Editors take no locks. What they save after this look and before the rename, a few microseconds, is lost.
        const isSame = isSameText(before, await readText(target)) && (await lock.isHeld());
        if (isSame && (await placeDraft(draft, target, before.kind === "missing"))) {
          return { kind: "written", before: old, text };
        }
      } finally {
        await discardDraft(draft);
      }
    }
    return { kind: "busy", reason: `${this.path} changes faster than it can be edited` };
  }
}

async function readText(file: string): Promise<ManifestText> {
  try {
    const bytes = await readFile(file);
    // What is not UTF-8 would be written back as something else. A byte order mark is part of the text.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { kind: "read", text };
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return { kind: "missing" };
    const reason = code === "ERR_ENCODING_INVALID_ENCODED_DATA" ? "it is not UTF-8" : code;
    return { kind: "unreadable", reason: `${file} cannot be read: ${reason}` };
  }
}

function isSameText(a: ManifestText, b: ManifestText): boolean {
  return a.kind === "read" && b.kind === "read" ? a.text === b.text : a.kind === b.kind;
}
