import { existsSync } from "node:fs";
import path from "node:path";
import { createPathsMatcher, parseTsconfig, type PathsMatcher } from "get-tsconfig";

const CONFIG_NAMES = ["tsconfig.json", "jsconfig.json"];

interface FolderConfig {
  readonly file: string;
  readonly match: PathsMatcher | null;
}

/** `paths` and `baseUrl` of the nearest `tsconfig.json` or `jsconfig.json`, with all that it extends. */
export class TsconfigPaths {
  readonly #byFolder = new Map<string, FolderConfig | null>();

  /** The paths that a bare specifier may mean by configuration, best first; empty when it means a package. */
  candidates(specifier: string, importer: string): readonly string[] {
    return this.#configFor(path.dirname(importer))?.match?.(specifier) ?? [];
  }

  /** The configuration that decides for an importer; null when there is none. */
  fileFor(importer: string): string | null {
    return this.#configFor(path.dirname(importer))?.file ?? null;
  }

  /** Reads everything again at the next question. */
  forget(): void {
    this.#byFolder.clear();
  }

  #configFor(folder: string): FolderConfig | null {
    const known = this.#byFolder.get(folder);
    if (known !== undefined) return known;
    const own = CONFIG_NAMES.map((name) => path.join(folder, name)).find((file) =>
      existsSync(file),
    );
    const parent = path.dirname(folder);
    const config = own ? readConfig(own) : parent === folder ? null : this.#configFor(parent);
    this.#byFolder.set(folder, config);
    return config;
  }
}

function readConfig(file: string): FolderConfig {
  try {
    return { file, match: createPathsMatcher({ path: file, config: parseTsconfig(file) }) };
  } catch {
    // Half-typed, or extends what is not there: no paths until it is mended. The import then says what it looked for.
    return { file, match: null };
  }
}
