import { readFileSync, statSync, type Stats } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { isMissing, reasonOfFailure } from "./failures.ts";

/** What a file of text holds at one moment. `reason` completes "it cannot be read: …". */
export type FileText =
  | { readonly kind: "read"; readonly text: string }
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable"; readonly reason: string };

/** Far more than anything that people write, and little enough to be in memory. */
const MAX_SIZE_BYTES = 100_000_000;

/** Never rejects, and never waits for a pipe or a device. A byte order mark is part of the text. */
export async function readFileText(file: string): Promise<FileText> {
  try {
    return whyNotRead(await stat(file)) ?? decode(await readFile(file));
  } catch (error) {
    return afterFailure(error);
  }
}

/** The same at once. */
export function readFileTextSync(file: string): FileText {
  try {
    return whyNotRead(statSync(file)) ?? decode(readFileSync(file));
  } catch (error) {
    return afterFailure(error);
  }
}

function whyNotRead(stats: Stats): FileText | null {
  if (stats.isDirectory()) return unreadable("it is a folder");
  if (stats.isFIFO()) return unreadable("it is a pipe, not a file");
  if (stats.isSocket()) return unreadable("it is a socket, not a file");
  if (!stats.isFile()) return unreadable("it is a device, not a file");
  return stats.size > MAX_SIZE_BYTES ? unreadable("it is larger than 100 MB") : null;
}

function decode(bytes: Buffer): FileText {
  try {
    // What is not UTF-8 would be written back as something else.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    // YAML allows none, and UTF-16 without its mark is full of them.
    if (text.includes("\0")) return unreadable("it has null bytes, which no text in UTF-8 has");
    return { kind: "read", text };
  } catch {
    const mark = bytes.toString("hex", 0, 2);
    const isWide = mark === "fffe" || mark === "feff";
    return unreadable(isWide ? "it is UTF-16: save it as UTF-8" : "it is not UTF-8");
  }
}

function afterFailure(error: unknown): FileText {
  return isMissing(error) ? { kind: "missing" } : unreadable(reasonOfFailure(error));
}

function unreadable(reason: string): FileText {
  return { kind: "unreadable", reason };
}
