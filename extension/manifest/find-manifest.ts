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

/**
 * The folder's manifest; null when it has none. Where only a folder stands in a manifest's place, that place: the registry says
 * what is wrong with it, which "no manifest" would not.
 */
export async function findManifest(folder: WorkspaceFolder): Promise<ManifestPlace | null> {
  let inItsPlace: ManifestPlace | null = null;
  for (const uri of candidatesIn(folder)) {
    const type = await typeOf(uri);
    if ((type & FileType.File) !== 0) return { folder, uri };
    if ((type & FileType.Directory) !== 0) inItsPlace ??= { folder, uri };
  }
  return inItsPlace;
}

async function typeOf(uri: Uri): Promise<FileType> {
  try {
    return (await workspace.fs.stat(uri)).type;
  } catch {
    return FileType.Unknown; // not there, or not readable: either way there is nothing to run
  }
}
