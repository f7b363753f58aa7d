import { isDeepStrictEqual } from "node:util";
import { planEdit, type ManifestDocument } from "../../manifest/index.ts";
import { maskConfig } from "../../secrets/index.ts";

/** A manifest in which the values below `secrets` are masked, and all else stands as it does. */
export interface MaskedManifest {
  readonly document: ManifestDocument;
  /** False: there are values that could not be reached, because their entry is not valid or is written in a way that cannot be changed. */
  readonly isWhole: boolean;
}

export function maskManifest(manifest: ManifestDocument): MaskedManifest {
  let document = manifest;
  let isWhole = manifest.form !== "unreadable";
  for (const { entry, raw } of manifest.items) {
    const config = entry ? entry.config : raw;
    const masked = maskConfig(config);
    if (isDeepStrictEqual(masked, config)) continue;
    const plan =
      entry === null
        ? null
        : planEdit(document, {
            kind: "set-config",
            plugin: entry.name,
            config: masked as Record<string, unknown>, // A mapping stays one.
          });
    if (plan?.kind === "edits") document = document.update(plan.edits);
    else isWhole = false;
  }
  return { document, isWhole };
}
