import type { Span } from "../base/text.ts";

export type Language = "typescript" | "javascript" | "python";

/** Where module references are looked up. Absolute paths. */
export interface LookupRoots {
  /** Folder of the manifest. */
  readonly manifestFolder: string;
  readonly workspaceFolder: string;
  /** More source roots, from the settings. */
  readonly sourceRoots: readonly string[];
  /** True: nothing outside the workspace folder is looked at (it is not trusted). Default: false. */
  readonly confined?: boolean;
}

/** What a module reference leads to. */
export type ModuleResolution =
  | {
      readonly kind: "found";
      readonly file: string;
      readonly className: string;
      readonly language: Language;
    }
  | {
      readonly kind: "not-found";
      /** The places that were tried, in order, for people: `.*` stands for the endings of sources and a package's index. */
      readonly looked: readonly string[];
      /** Every path that was missing: when one of them appears, the reference may lead somewhere. */
      readonly absent: readonly string[];
    }
  /** It cannot lead anywhere as it is written. `reason` is worded for its author. */
  | { readonly kind: "malformed"; readonly reason: string }
  /** A place could not be looked at, so nothing may be claimed. */
  | Unreadable;

export interface Unreadable {
  readonly kind: "unreadable";
  readonly file: string;
  readonly reason: string;
}

export interface NamedSpan {
  readonly name: string;
  readonly span: Span;
  /** The file of `span` where that is not the file of the facts: what is inherited stands in the base's. */
  readonly file?: string;
}

export interface MethodFacts extends NamedSpan {
  /** As written, without types and defaults; a destructured one is `{a, b}`. Python's `self` is left out. */
  readonly parameters: readonly string[];
  readonly documentation: string | null;
}

/** An HTTP route that a plugin's router is given: `name` is its literal path. */
export interface RouteFacts extends NamedSpan {
  readonly method: string;
}

/** The part of JSON Schema in which a plugin's `configSchema` is described. A schema without keys allows anything. */
export interface JsonSchema {
  readonly type?: "string" | "number" | "integer" | "boolean" | "array" | "object" | "null";
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** A text that says such a value counts as one: Pydantic reads `"5"` as 5, and `yes` as true. */
  readonly lenient?: true;
}

/** A static member that facts are read from, by its TypeScript name whatever the language. */
export type StaticMember =
  "name" | "description" | "version" | "hooks" | "requiredSecrets" | "configSchema";

/** What can be known about one class without running it. Lists are null when they cannot be known statically. */
export interface ClassFacts {
  readonly name: string;
  /** The class's name in its declaration; the keyword `class` where it has none. */
  readonly span: Span;
  /** Its members, with the braces around them where there are some; null while the source is broken. */
  readonly body: Span | null;
  readonly exported: boolean;
  readonly abstract: boolean;
  /** False: members may be missing here, because the source is broken or a base cannot be followed. */
  readonly complete: boolean;
  /** Written bases, e.g. `PluginBase` or `base.PluginBase`; resolved across files by the index. */
  readonly bases: readonly string[];
  /** The static members that the class, or in merged facts one of its bases, declares: readable or not. */
  readonly declares: ReadonlySet<StaticMember>;
  /** Static `name` (Python class attribute `name`). */
  readonly declaredName: string | null;
  readonly description: string | null;
  readonly version: string | null;
  readonly hooks: readonly NamedSpan[] | null;
  /** Static `requiredSecrets` (Python class attribute `required_secrets`). */
  readonly requiredSecrets: readonly NamedSpan[] | null;
  /**
   * Of `config`: from the common shapes of zod, JSON Schema and Pydantic, or a `*.schema.json` beside the file. What could
   * not be read allows anything; null: no schema is known.
   */
  readonly configSchema: JsonSchema | null;
  /** The name under which the class refers to a schema of another module; null when it does not. */
  readonly configModel: string | null;
  readonly methods: readonly MethodFacts[];
  /** Hooks it emits with a literal name, and those whose payload it promises in `hookSpecs`. */
  readonly emits: readonly NamedSpan[];
  /** Secrets that it asks for with a literal name; null when it also asks in ways that cannot be read. */
  readonly secretReads: readonly NamedSpan[] | null;
  readonly routes: readonly RouteFacts[];
  /** The doc comment or docstring. */
  readonly documentation: string | null;
}

/** A factory that a module's `registerPlugins(registry)` registers. What is not a literal is null. */
export interface Contribution {
  readonly kind: string | null;
  readonly name: string | null;
  readonly version: string | null;
  readonly span: Span;
}

/** Where an export of a module comes from. */
export interface ExportFacts {
  /** The local name, or with `from` the name in that module; `*` for the module itself. */
  readonly local: string;
  /** The specifier it is re-exported from. */
  readonly from: string | null;
}

/** A local name that an import binds. */
export interface BindingFacts {
  /** The name in the other module; `*` for the module itself. */
  readonly imported: string;
  readonly from: string;
}

export interface ModuleFacts {
  readonly file: string;
  readonly language: Language;
  readonly classes: readonly ClassFacts[];
  /** Written specifiers of imports and re-exports, dynamic ones with a literal included. */
  readonly imports: readonly NamedSpan[];
  /** Local name -> what it was imported as. */
  readonly bindings: ReadonlyMap<string, BindingFacts>;
  /** Name as exported -> local name, or the specifier it is re-exported from. */
  readonly exports: ReadonlyMap<string, ExportFacts>;
  /** Specifiers of `export * from` and `from … import *`, in order. */
  readonly starExports: readonly string[];
  /** The schemas at the top of the module, by local name: what classes of other modules may have for their `config`. */
  readonly schemas: ReadonlyMap<string, JsonSchema>;
  /** The functions at the top of the module, by local name. */
  readonly functions: readonly NamedSpan[];
  /** The factories registered by `registerPlugins`, `register_plugins` or a default-exported function; null: there is no such function. */
  readonly contributes: readonly Contribution[] | null;
  /** The source did not parse cleanly; what is here is what could be known. */
  readonly broken: boolean;
}

/** An installed package, by what its own metadata says. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** The `package.json` or `METADATA` that says so. */
  readonly file: string;
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
      /** Its `configSchema` is that of a file beside the source, which wins over everything else. */
      readonly hasSchemaFile: boolean;
      /** The package that the file was installed with; null for a source of the workspace. */
      readonly installed: InstalledPackage | null;
    }
  /** The reference names a function, which registers factories when it is called. */
  | {
      readonly kind: "contributor";
      readonly file: string;
      readonly span: Span;
      readonly contributes: readonly Contribution[];
      readonly installed: InstalledPackage | null;
    }
  | { readonly kind: "file-not-found"; readonly looked: readonly string[] }
  | {
      readonly kind: "class-not-found";
      readonly file: string;
      /** Classes that the reference could have named. */
      readonly candidates: readonly string[];
      /** False: the source does not parse, or exports that could not be followed, so the class may well be there. */
      readonly certain: boolean;
    }
  | { readonly kind: "malformed"; readonly reason: string }
  /** The file exists and could not be read: nothing may be claimed. */
  | Unreadable;

/** A plugin class that a manifest entry could name. */
export interface DiscoveredPlugin {
  readonly reference: string;
  readonly facts: ClassFacts;
  readonly file: string;
  /** The installed package that announces it as an entry point; null for a source of the workspace. */
  readonly announcedBy: string | null;
}

/** The places at which sources name a class. */
export interface ClassUses {
  readonly spans: readonly { readonly file: string; readonly span: Span }[];
  /** Other names that stand in the same files: one of them would be confused with the class. */
  readonly otherNames: ReadonlySet<string>;
}

/** Facts about plugin sources, cached by content. Reads files; never runs one. */
export interface ModuleIndex {
  lookup(reference: string, roots: LookupRoots): Promise<ClassLookup>;
  /** Null when the file is no source of a known language, is missing, or cannot be read. */
  facts(file: string): Promise<ModuleFacts | null>;
  /** The editor's unsaved text of a file wins over the disk; null gives it back to the disk. */
  setOverlay(file: string, text: string | null): void;
  /** Forgets what was read of a file or folder (it changed on disk, was created or deleted). */
  invalidate(file: string): void;
  /**
   * Where a class that `file` declares is named in the sources below the roots: its declaration, imports, re-exports and
   * uses, as far as they have its own name.
   */
  usesOfClass(file: string, name: string, roots: LookupRoots): Promise<ClassUses>;
  /** Module references that could be written in a manifest, for completion: plugin classes below the roots. */
  discover(roots: LookupRoots, signal?: AbortSignal): Promise<readonly DiscoveredPlugin[]>;
  dispose(): void;
}
