import { Disposable, workspace } from "vscode";
import type { ManifestTracker } from "../manifest/index.ts";
import type { RegistryClient } from "../host/index.ts";
import type { LanguageService } from "./language-service.ts";

/** Settings that the server takes at its start. */
const SERVER_SETTINGS = [
  "patchbay.manifest",
  "patchbay.manifestPatterns",
  "patchbay.sourceRoots",
] as const;

/** Tells the language server what the registry observes, and what the workspace becomes. */
export function followRegistry(
  language: LanguageService,
  registry: RegistryClient,
  manifests: ManifestTracker,
): Disposable {
  return Disposable.from(
    registry.onDidChangeSnapshot((snapshot) => {
      const manifestUri = manifests.current?.uri.toString();
      if (manifestUri !== undefined) language.tellRegistry({ manifestUri, snapshot });
    }),
    workspace.onDidGrantWorkspaceTrust(() => language.tellTrustGranted()),
    workspace.onDidChangeConfiguration((event) => {
      // Never rejects: a failure to start is logged.
      if (SERVER_SETTINGS.some((it) => event.affectsConfiguration(it))) void language.restart();
    }),
  );
}
