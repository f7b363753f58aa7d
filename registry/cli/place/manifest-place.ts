import { statSync } from "node:fs";
import path from "node:path";
import { isMissing } from "../../base/failures.ts";
import { isInside } from "../../base/inside.ts";
import type { LookupRoots } from "../../modules/index.ts";
import { USUAL_MANIFESTS } from "../../../schemas/index.ts";

/** The manifest that a command is about. */
export interface ManifestPlace {
  /** Absolute path; the file need not exist. */
  readonly file: string;
  /** Something is there, which may be no file, or not readable. */
  readonly exists: boolean;
  /** As people are told of it. */
  readonly shown: string;
  readonly roots: LookupRoots;
}

/** What is asked for, else `PLUGIN_CONFIG_PATH`, else the first of the usual places that there is. */
export function findManifest(
  asked: string | undefined,
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): ManifestPlace {
  const named = asked ?? (environment["PLUGIN_CONFIG_PATH"] || undefined);
  const written = named ?? USUAL_MANIFESTS.find((place) => isThere(path.join(folder, place)));
  const file = path.resolve(folder, written ?? defaultIn(folder));
  const manifestFolder = path.dirname(file);
  const workspaceFolder = isInside(file, folder) ? folder : projectOf(manifestFolder);
  const relative = path.relative(folder, file);
  return {
    file,
    exists: isThere(file),
    shown: relative.startsWith("..") ? file : relative,
    roots: { manifestFolder, workspaceFolder, sourceRoots: [] },
  };
}

/** Where a manifest is made when there is none. */
function defaultIn(folder: string): string {
  const hasFolder = isThere(path.join(folder, "config", "."));
  return hasFolder ? "config/plugins.yaml" : "plugins.yaml";
}

function isThere(place: string): boolean {
  try {
    statSync(place);
    return true;
  } catch (error) {
    return !isMissing(error);
  }
}

/** A manifest in `config/` belongs to the project around it. */
function projectOf(manifestFolder: string): string {
  return path.basename(manifestFolder) === "config" ? path.dirname(manifestFolder) : manifestFolder;
}
