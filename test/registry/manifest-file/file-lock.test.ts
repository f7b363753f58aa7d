import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { lockFile } from "../../../registry/manifest-file/file-lock.ts";

test.each([-3_600, 3_600])(
  "a lock that another machine has just made is left alone when this one's clock differs by %d seconds",
  async (seconds) => {
    const folder = mkdtempSync(path.join(tmpdir(), "patchbay-lock-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const lock = path.join(folder, ".plugins.yaml.lock");
    const owner = { nonce: "of-another", pid: 1, machine: "another.example", startedAt: null };
    writeFileSync(lock, JSON.stringify(owner));
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + seconds * 1_000 });
    onTestFinished(() => {
      vi.useRealTimers();
    });

    expect(await lockFile(lock, 0)).toEqual({ kind: "busy", owner });
    expect(readFileSync(lock, "utf8")).toBe(JSON.stringify(owner));
    expect(readdirSync(folder)).toEqual([".plugins.yaml.lock"]);
  },
);
