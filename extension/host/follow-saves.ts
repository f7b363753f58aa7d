import { workspace, type Disposable, type LogOutputChannel, type TextDocument } from "vscode";
import { messageOf } from "../base/index.ts";
import type { ManifestTracker } from "../manifest/index.ts";
import type { RegistryClient } from "./registry-client.ts";

/** Larger files are no plugin source; the host's own file watcher sees them all the same. */
const LARGEST_SOURCE_CHARACTERS = 4_000_000;

/** Tells the host of every save in the editor, before any file watcher could. */
export function followSaves(
  registry: RegistryClient,
  manifests: ManifestTracker,
  log: LogOutputChannel,
): Disposable {
  return workspace.onDidSaveTextDocument((document) => {
    const savedAtMs = performance.now();
    if (registry.state.kind !== "running" || document.uri.scheme !== "file") return;
    const isManifest = document.uri.toString() === manifests.current?.uri.toString();
    const told = isManifest
      ? registry.manifestSaved(document.getText())
      : tellSource(registry, document, savedAtMs);
    told.catch((error: unknown) => {
      log.warn(`Telling the host of a save of ${document.fileName}: ${messageOf(error)}`);
    });
  });
}

async function tellSource(
  registry: RegistryClient,
  document: TextDocument,
  savedAtMs: number,
): Promise<void> {
  const text = document.getText();
  if (text.length > LARGEST_SOURCE_CHARACTERS) return;
  await registry.sourceSaved(document.uri.fsPath, text, savedAtMs);
}
