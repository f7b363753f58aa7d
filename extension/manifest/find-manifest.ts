import { FileType, workspace, type Uri, type WorkspaceFolder } from "vscode";
import { USUAL_MANIFESTS } from "../../schemas/index.ts";
import { readSettings, uriIn } from "../base/index.ts";

/** Where the manifest of a workspace folder is. */
export interface ManifestPlace {
  readonly folder: WorkspaceFolder;
  readonly uri: Uri;
}

/** The places at which a folder's manifest may be, the first that exists being the one. */
export function candidatesIn(folder: WorkspaceFolder): readonly Uri[] {
  const { manifest } = readSettings(folder);
  const written = manifest === "" ? USUAL_MANIFESTS : [manifest];
  return written.map((name) => uriIn(folder, name));
}

/** The folder's manifest; null when it has none. */
export async function findManifest(folder: WorkspaceFolder): Promise<ManifestPlace | null> {
  for (const uri of candidatesIn(folder)) {
    if (await isFile(uri)) return { folder, uri };
  }
  return null;
}

async function isFile(uri: Uri): Promise<boolean> {
  try {
    const { type } = await workspace.fs.stat(uri);
    return (type & FileType.File) !== 0;
  } catch {
    return false; // not there, or not readable: either way there is nothing to run
  }
}
