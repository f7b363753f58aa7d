import { Disposable, workspace } from "vscode";
import type { ManifestTracker } from "../manifest/index.ts";
import type { RegistrySnapshot } from "../../schemas/index.ts";
import type { RegistryClient } from "../host/index.ts";
import type { LanguageService } from "./language-service.ts";
import { followYamlExtension } from "./yaml-extension.ts";

/** Settings that the server takes at its start. */
const SERVER_SETTINGS = [
  "patchbay.manifest",
  "patchbay.manifestPatterns",
  "patchbay.sourceRoots",
  "yaml.validate",
] as const;

/** Tells the language server what the registry observes, and what the workspace becomes. */
export function followRegistry(
  language: LanguageService,
  registry: RegistryClient,
  manifests: ManifestTracker,
): Disposable {
  let toldOf: string | undefined;
  const tell = (snapshot: RegistrySnapshot | null): void => {
    const manifestUri = manifests.current?.uri.toString();
    // What was told of another manifest is no longer so.
    if (toldOf !== undefined && toldOf !== manifestUri) {
      language.tellRegistry({ manifestUri: toldOf, snapshot: null });
    }
    if (manifestUri !== undefined) language.tellRegistry({ manifestUri, snapshot });
    toldOf = manifestUri;
  };
  return Disposable.from(
    registry.onDidChangeSnapshot(tell),
    manifests.onDidChange(() => tell(null)),
    followYamlExtension(() => void language.restart()),
    workspace.onDidGrantWorkspaceTrust(() => language.tellTrustGranted()),
    workspace.onDidChangeWorkspaceFolders(() => void language.followFolders()),
    workspace.onDidChangeConfiguration((event) => {
      // Never rejects: a failure to start is logged.
      if (SERVER_SETTINGS.some((it) => event.affectsConfiguration(it))) void language.restart();
    }),
  );
}
