import path from "node:path";
import type { FileSystemWatcher } from "vscode-languageserver";
import { locateSecretFiles } from "../../registry/secrets/index.ts";
import { uriOfFile } from "../base/index.ts";

/** The watchers of the file of secrets that the environment names, wherever it is. */
export function secretFileWatchers(
  folders: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  { hasRelativePatterns }: { readonly hasRelativePatterns: boolean },
): readonly FileSystemWatcher[] {
  const files = folders.flatMap((folder) => {
    const { secretsFile } = locateSecretFiles(folder, environment);
    return secretsFile === null ? [] : [secretsFile];
  });
  return [...new Set(files)].map((file) => {
    const { dir, base } = path.parse(file);
    return hasRelativePatterns
      ? { globPattern: { baseUri: uriOfFile(dir), pattern: literally(base) } }
      : { globPattern: literally(file.split(path.sep).join("/")) };
  });
}

/** A glob that is a path and nothing else. */
function literally(written: string): string {
  return written.replaceAll(/[*?{}[\]]/g, "[$&]");
}
