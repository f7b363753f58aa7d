import { createPathsMatcher, getTsconfig } from "get-tsconfig";

/** The paths that a bare specifier may mean by the `paths` and `baseUrl` of the nearest `tsconfig.json` or `jsconfig.json`. */
export function pathsOf(specifier: string, importer: string): readonly string[] {
  try {
    const config = getTsconfig(importer) ?? getTsconfig(importer, "jsconfig.json");
    return (config && createPathsMatcher(config)?.(specifier)) ?? [];
  } catch {
    return []; // Half-typed, or extends what is not there: TypeScript's own tools say so.
  }
}
