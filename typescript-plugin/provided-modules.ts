import path from "node:path";
import { hasManifestAbove } from "./manifest-above.ts";
import type {
  FileHost,
  ModuleHost,
  ModuleName,
  Resolution,
  ResolveModules,
  TypeScript,
} from "./tsserver.ts";

const PATCHBAY = "patchbay";
const ZOD = "zod";

export interface ProvidedModulesOptions {
  readonly typescript: Pick<TypeScript, "resolveModuleName">;
  readonly files: FileHost;
  /** Holds `patchbay.d.ts` and `zod.d.ts`. */
  readonly declarations: string;
}

/**
 * The types of the modules that plugins are given when they run. An installed package comes first, always: what is asked here
 * was not found.
 */
export class ProvidedModules {
  readonly #options: ProvidedModulesOptions;
  readonly #patchbay: Resolution;
  readonly #zod: Resolution;
  /** The file that was given `patchbay` last. Its own zod is the one that the types of `patchbay` have to use. */
  #user: string | null = null;

  constructor(options: ProvidedModulesOptions) {
    this.#options = options;
    this.#patchbay = declared(options.declarations, PATCHBAY);
    this.#zod = declared(options.declarations, ZOD);
  }

  /** Has a project look here for what it does not find. */
  provideTo(host: ModuleHost): void {
    const resolve = host.resolveModuleNameLiterals?.bind(host);
    if (!resolve) return;
    host.resolveModuleNameLiterals = (...asked) => {
      const found = resolve(...asked);
      // As it is where nothing is missing: that is nearly every file.
      if (found.every(({ resolvedModule }) => resolvedModule)) return found;
      return found.map((resolution, index) =>
        resolution.resolvedModule
          ? resolution
          : { ...resolution, ...this.#provide(asked[0][index], asked) },
      );
    };
  }

  #provide(
    name: ModuleName | undefined,
    [names, file, , options, , reused]: Parameters<ResolveModules>,
  ): Resolution {
    if (name?.text === PATCHBAY) {
      this.#user = file;
      return this.#patchbay;
    }
    if (name?.text !== ZOD) return {};
    if (file === this.#patchbay.resolvedModule?.resolvedFileName) return this.#zodOfUser(options);
    // Anybody else's missing zod is an error, and has to be seen as one.
    const isPlugin = [...names, ...(reused ?? [])].some(({ text }) => text === PATCHBAY);
    return isPlugin || hasManifestAbove(file, this.#options.files) ? this.#zod : {};
  }

  /** A schema that a plugin makes with its own zod is handed to `PluginBase`: one of another copy might not fit. */
  #zodOfUser(options: unknown): Resolution {
    if (this.#user === null) return this.#zod;
    const { typescript, files } = this.#options;
    const own = typescript.resolveModuleName(ZOD, this.#user, options, files);
    return own.resolvedModule ? { resolvedModule: own.resolvedModule } : this.#zod;
  }
}

function declared(folder: string, name: string): Resolution {
  return {
    resolvedModule: {
      // TypeScript has forward slashes everywhere.
      resolvedFileName: path.join(folder, `${name}.d.ts`).replaceAll("\\", "/"),
      extension: ".d.ts",
      isExternalLibraryImport: true,
    },
  };
}
