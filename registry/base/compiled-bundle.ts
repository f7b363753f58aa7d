import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import nodeModule, { createRequire } from "node:module";
import path from "node:path";
import { cachedDataVersionTag } from "node:v8";
import { Script } from "node:vm";
import * as zlib from "node:zlib";
import { cacheFolder } from "./cache-folder.ts";
import { removeOldest } from "./remove-oldest.ts";

const WRAPPER = ["(function (exports, require, module, __filename, __dirname) { ", "\n})"] as const;
const CHECKSUM_BYTES = 4;

export interface RunBundle {
  readonly exports: unknown;
  /** Has the next start find compiled what was compiled by now. Does nothing when it would have found it anyway. Never throws. */
  readonly keep: () => void;
}

/** Runs a bundle of ours with what this user has of it compiled: Node 20.15 and later can keep that. */
export function loadBundle(file: string): RunBundle {
  const folder = cacheFolder(process.env, process.platform);
  if (folder === null || !("crc32" in zlib) || process.env["NODE_DISABLE_COMPILE_CACHE"]) {
    return { exports: createRequire(file)(file), keep: () => undefined };
  }
  return runBundle(file, folder);
}

/**
 * Runs a CommonJS bundle of ours as `require` does, with what V8 made of it in an earlier start. Unlike Node's own cache this one
 * also holds the functions that were compiled when they were first called, and nothing of what plugins are made of. The bundle must not `import()`.
 */
export function runBundle(file: string, folder: string): RunBundle {
  const cacheFile = path.join(folder, `${path.basename(file)}-${identityOf(file)}`);
  const cachedData = readKept(cacheFile);
  const script = new Script(`${WRAPPER[0]}${readFileSync(file, "utf8")}${WRAPPER[1]}`, {
    filename: file,
    columnOffset: -WRAPPER[0].length,
    ...(cachedData && { cachedData }),
  });
  const run = script.runInThisContext() as (...scope: readonly unknown[]) => void;
  const module = new nodeModule(file);
  run.call(module.exports, module.exports, createRequire(file), module, file, path.dirname(file));
  const isKept = cachedData !== null && script.cachedDataRejected === false;
  return {
    exports: module.exports,
    keep: () => {
      if (isKept) return;
      writeKept(cacheFile, script.createCachedData());
      forgetOldBuilds(folder, `${path.basename(file)}-`);
    },
  };
}

/** Different for every build, and for every V8 and its flags, whose caches would reject each other. */
function identityOf(file: string): string {
  const { size, mtimeMs, ctimeMs } = statSync(file);
  const text = [file, size, mtimeMs, ctimeMs, cachedDataVersionTag()].join(" ");
  return zlib.crc32(text).toString(16);
}

/** V8 itself does not look whether a cache is whole. */
function readKept(cacheFile: string): Buffer | null {
  try {
    const kept = readFileSync(cacheFile);
    const data = kept.subarray(CHECKSUM_BYTES);
    return kept.length > CHECKSUM_BYTES && kept.readUInt32LE(0) === zlib.crc32(data) ? data : null;
  } catch {
    // There is none, or it cannot be read: then it is compiled.
    return null;
  }
}

function writeKept(cacheFile: string, data: Buffer): void {
  const temporary = `${cacheFile}.${process.pid}`;
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32LE(zlib.crc32(data));
  try {
    mkdirSync(path.dirname(cacheFile), { recursive: true, mode: 0o700 });
    try {
      writeFileSync(temporary, Buffer.concat([checksum, data]), { mode: 0o600 });
      renameSync(temporary, cacheFile);
    } finally {
      rmSync(temporary, { force: true });
    }
  } catch {
    // The next start takes longer than it could: nobody need hear of that.
  }
}

function forgetOldBuilds(folder: string, start: string): void {
  try {
    const builds = readdirSync(folder).filter((name) => name.startsWith(start));
    removeOldest(builds.map((name) => path.join(folder, name)));
  } catch {
    // Somebody else does the same at the moment, or there is no such folder.
  }
}
