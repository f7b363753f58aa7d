import type { Span } from "../base/text.ts";

export type Language = "typescript" | "javascript" | "python";

/** Where module references are looked up. Absolute paths. */
export interface LookupRoots {
  /** Folder of the manifest. */
  readonly manifestFolder: string;
  readonly workspaceFolder: string;
  /** More source roots, from the settings. */
  readonly sourceRoots: readonly string[];
}

/** What a module reference leads to. `looked` lists the paths that were tried, in order. */
export type ModuleResolution =
  | {
      readonly kind: "found";
      readonly file: string;
      readonly className: string;
      readonly language: Language;
    }
  | { readonly kind: "not-found"; readonly looked: readonly string[] }
  | { readonly kind: "malformed" };

export interface NamedSpan {
  readonly name: string;
  readonly span: Span;
}

/** What can be known about one class without running it. Lists are null when they cannot be known statically. */
export interface ClassFacts {
  readonly name: string;
  /** The class's name in its declaration. */
  readonly span: Span;
  readonly exported: boolean;
  /** Written bases; resolved across files by the index. */
  readonly bases: readonly string[];
  /** Static `name` (Python class attribute `name`). */
  readonly declaredName: string | null;
  readonly description: string | null;
  readonly hooks: readonly NamedSpan[] | null;
  readonly requiredSecrets: readonly NamedSpan[] | null;
  readonly methods: readonly (NamedSpan & { readonly parameters: readonly string[] })[];
  /** Hooks it emits with a literal name. */
  readonly emits: readonly NamedSpan[];
  /** The doc comment or docstring. */
  readonly documentation: string | null;
}

export interface ModuleFacts {
  readonly file: string;
  readonly language: Language;
  readonly classes: readonly ClassFacts[];
  /** Written specifiers of imports and re-exports, dynamic ones with a literal included. */
  readonly imports: readonly NamedSpan[];
  /** Name as exported -> local name, or the specifier it is re-exported from. */
  readonly exports: ReadonlyMap<string, { readonly local: string; readonly from: string | null }>;
  /** The source did not parse cleanly; what is here is what could be known. */
  readonly broken: boolean;
}

/** The class that a reference names, with what its bases add. */
export type ClassLookup =
  | {
      readonly kind: "found";
      readonly file: string;
      /** Own facts with inherited hooks, secrets and methods merged in. */
      readonly facts: ClassFacts;
      /** `unknown` when a base cannot be followed. */
      readonly isPlugin: "yes" | "no" | "unknown";
    }
  | { readonly kind: "file-not-found"; readonly looked: readonly string[] }
  | {
      readonly kind: "class-not-found";
      readonly file: string;
      readonly candidates: readonly string[];
    }
  | { readonly kind: "malformed" }
  /** The file exists and could not be read: nothing may be claimed. */
  | { readonly kind: "unreadable"; readonly file: string; readonly reason: string };

/** Facts about plugin sources, cached by content. Reads files; never runs one. */
export interface ModuleIndex {
  lookup(reference: string, roots: LookupRoots): Promise<ClassLookup>;
  facts(file: string): Promise<ModuleFacts | null>;
  /** The editor's unsaved text of a file wins over the disk; null gives it back to the disk. */
  setOverlay(file: string, text: string | null): void;
  /** Forgets what was read of a file (it changed on disk). */
  invalidate(file: string): void;
  /** Module references that could be written in a manifest, for completion: plugin classes below the roots. */
  discover(
    roots: LookupRoots,
    signal?: AbortSignal,
  ): Promise<
    readonly { readonly reference: string; readonly facts: ClassFacts; readonly file: string }[]
  >;
  dispose(): void;
}
