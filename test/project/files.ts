import { readFileSync } from "node:fs";
import path from "node:path";

/** The checkout. */
export const project = path.resolve(import.meta.dirname, "../..");

export function read(name: string): string {
  return readFileSync(path.join(project, name), "utf8");
}

/** What the tests need of package.json. */
interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly default: unknown }>>;
    };
  };
}

/** The project's own package.json, which is also the extension's manifest. */
export function readManifest(): Manifest {
  return JSON.parse(read("package.json")) as Manifest; // written by hand, and checked by vsce
}
