import type { ManifestFile } from "../../manifest-file/index.ts";
import type { OperatedRegistry } from "../types.ts";

/** Has the registry follow the manifest as it is now: somebody else may have written since we did. */
export async function followManifest(
  manifest: ManifestFile,
  registry: Pick<OperatedRegistry, "manifestSaved">,
): Promise<void> {
  const now = await manifest.read();
  if (now.kind === "read") await registry.manifestSaved(now.text);
}
