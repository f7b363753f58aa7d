import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { LookupRoots } from "../../../registry/modules/index.ts";

export interface TestFolder {
  readonly folder: string;
  /** The folder is workspace and manifest folder. */
  readonly roots: LookupRoots;
  readonly at: (file: string) => string;
  readonly write: (file: string, text: string) => string;
}

/** A folder with the files, by path; it goes when the test ends. */
export function writeFiles(files: Readonly<Record<string, string>>): TestFolder {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "patchbay-modules-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));

  const at = (file: string): string => path.join(folder, file);
  const write = (file: string, text: string): string => {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
    return at(file);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  return {
    folder,
    roots: { manifestFolder: folder, workspaceFolder: folder, sourceRoots: [] },
    at,
    write,
  };
}
