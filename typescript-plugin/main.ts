import path from "node:path";
import { ProvidedModules } from "./provided-modules.ts";
import type { ModuleHost, PluginStart, TypeScript } from "./tsserver.ts";

/** A project that reads its configuration again starts its plugins again. */
const provided = new WeakSet<ModuleHost>();

/** What tsserver calls when it loads the plugin. */
export function startPlugin({ typescript }: { readonly typescript: TypeScript }): {
  create(start: PluginStart): object;
} {
  return {
    create({ languageService, languageServiceHost, project }) {
      if (!provided.has(languageServiceHost)) {
        provided.add(languageServiceHost);
        const declarations = path.join(__dirname, "types");
        new ProvidedModules({ typescript, files: project, declarations }).provideTo(
          languageServiceHost,
        );
      }
      return languageService;
    },
  };
}
