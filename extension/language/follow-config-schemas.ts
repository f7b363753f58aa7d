import type { Disposable, LogOutputChannel } from "vscode";
import type { RegistrySnapshot } from "../../schemas/index.ts";
import { messageOf } from "../base/message-of.ts";
import type { RegistryClient } from "../host/index.ts";
import type { ManifestTracker } from "../manifest/index.ts";
import type { LanguageService } from "./language-service.ts";

/** Tells the language server what the running classes say about their `config`, whenever other code runs. */
export function followConfigSchemas(
  language: Pick<LanguageService, "tellConfigSchemas">,
  registry: Pick<RegistryClient, "configSchemas" | "onDidChangeSnapshot">,
  manifests: Pick<ManifestTracker, "current">,
  log: Pick<LogOutputChannel, "warn">,
): Disposable {
  let toldOf = "";
  const follow = async (snapshot: RegistrySnapshot | null): Promise<void> => {
    const manifestUri = manifests.current?.uri.toString();
    const code = snapshot && manifestUri !== undefined ? codeOf(snapshot, manifestUri) : "";
    if (code === toldOf) return;
    toldOf = code;
    if (code === "" || manifestUri === undefined) return;
    try {
      const schemas = await registry.configSchemas();
      // Of two answers the newer one counts.
      if (toldOf !== code) return;
      // Plugins are busy. What was said before holds until the snapshot that tells that they are not.
      if (schemas === null) toldOf = "";
      else language.tellConfigSchemas({ manifestUri, schemas });
    } catch (error) {
      toldOf = "";
      log.warn(`Asking the registry for schemas: ${messageOf(error)}`);
    }
  };
  return registry.onDidChangeSnapshot((snapshot) => void follow(snapshot));
}

/** Which code runs: the same while plugins are called, enabled and disabled. */
function codeOf({ plugins }: RegistrySnapshot, manifestUri: string): string {
  const loaded = plugins.map(({ module, generation }) => `${module}#${generation}`);
  return [manifestUri, ...loaded].join("\n");
}
