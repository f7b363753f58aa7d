import path from "node:path";
import type { InstallRequest } from "../../../schemas/index.ts";
import { planInstall } from "../../discovery/index.ts";
import { ManifestFile } from "../../manifest-file/index.ts";
import { applyEdits, parseManifest, planEdit } from "../../manifest/index.ts";
import { createModuleIndex, grammarsIn } from "../../modules/index.ts";
import type { Outcome } from "../../operator/operations/index.ts";
import { createSecretChain, locateSecretFiles } from "../../secrets/index.ts";
import type { ManifestPlace } from "../place/index.ts";
import type { CliSurroundings } from "../surroundings.ts";

/** The manifest as it would be. */
export interface InstallPreview {
  /** The plugin's name. */
  readonly name: string;
  readonly text: string;
  readonly missingSecrets: readonly string[];
}

/** What an installation would write. Nothing is written, and no plugin code runs. */
export async function previewInstall(
  { file, roots }: ManifestPlace,
  { environment, distFolder }: CliSurroundings,
  request: InstallRequest,
): Promise<Outcome<InstallPreview>> {
  const read = await new ManifestFile(file).read();
  if (read.kind === "unreadable") {
    return { kind: "problem", problem: { code: "manifest/unwritable", detail: read.reason } };
  }
  const manifestText = read.kind === "read" ? read.text : "";
  const index = createModuleIndex(grammarsIn(path.join(distFolder, "wasm")));
  const secrets = createSecretChain({
    environment,
    stored: new Map(),
    trusted: true,
    ...locateSecretFiles(roots.workspaceFolder, environment),
  });
  try {
    const wish = { ...request, entryPoint: request.entry_point };
    const plan = await planInstall(wish, { manifestText, roots, index, secrets });
    if (plan.kind === "refused") {
      const [{ code }] = plan.problems;
      const detail = plan.problems.map(({ message }) => message).join(" ");
      return { kind: "problem", problem: { code, detail } };
    }
    const document = parseManifest(manifestText);
    const edit = planEdit(document, { kind: "add-entry", entry: plan.entry });
    if (edit.kind === "refused") {
      return { kind: "problem", problem: { code: "manifest/refused", detail: edit.reason } };
    }
    const text = edit.kind === "edits" ? applyEdits(manifestText, edit.edits) : manifestText;
    const missing = plan.secrets.filter(({ kind }) => kind === "missing");
    return {
      kind: "done",
      value: { name: plan.entry.name, text, missingSecrets: missing.map(({ name }) => name) },
    };
  } finally {
    index.dispose();
  }
}
