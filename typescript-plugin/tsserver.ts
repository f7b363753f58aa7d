/**
 * What is used here of the interface between tsserver and its plugins. The compiler that this project is built with is the native
 * one, which has no such interface to import; the editor's has had this part of it since TypeScript 5.0.
 */
export interface TypeScript {
  resolveModuleName(
    name: string,
    containingFile: string,
    options: unknown,
    host: FileHost,
  ): Resolution;
}

/** What tsserver hands a plugin for each project that it opens. */
export interface PluginStart {
  readonly languageService: object;
  readonly languageServiceHost: ModuleHost;
  readonly project: FileHost;
}

export interface FileHost {
  fileExists(file: string): boolean;
}

export interface ModuleHost {
  /** Not there before TypeScript 5.0. */
  resolveModuleNameLiterals?: ResolveModules | undefined;
}

export type ResolveModules = (
  names: readonly ModuleName[],
  containingFile: string,
  redirected: unknown,
  options: unknown,
  source: unknown,
  reused: readonly ModuleName[] | undefined,
) => readonly Resolution[];

/** As it is written in an import. */
export interface ModuleName {
  readonly text: string;
}

export interface Resolution {
  readonly resolvedModule?: ResolvedModule | undefined;
}

export interface ResolvedModule {
  readonly resolvedFileName: string;
  readonly extension: string;
  readonly isExternalLibraryImport: boolean;
}
