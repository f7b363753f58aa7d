import { FileType, Uri, workspace } from "vscode";

/** Writes a file where there is none; one that exists stays as it is. True when it was written. */
export async function writeNew(uri: Uri, text: string): Promise<boolean> {
  if (await exists(uri)) return false;
  await workspace.fs.createDirectory(Uri.joinPath(uri, ".."));
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return true;
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    return (await workspace.fs.stat(uri)).type !== FileType.Unknown;
  } catch {
    return false; // `stat` throws for what is not there, and a write fails for what cannot be reached
  }
}
