/** From a module reference to its file, and to what can be known about the plugin without running it. */
export { createFolders, type Folders } from "./folders.ts";
export { grammarsIn, type GrammarFile, type GrammarLocator } from "./grammars.ts";
export { createModuleIndex } from "./module-index.ts";
export { findAnnouncements, type Announcement } from "./packages/announcements.ts";
export { ENTRY_POINT_GROUPS, isKnownGroup } from "./packages/groups.ts";
export { resolveModule } from "./resolve.ts";
export type {
  BindingFacts,
  ClassFacts,
  ClassLookup,
  ClassUses,
  Contribution,
  DiscoveredPlugin,
  ExportFacts,
  InstalledPackage,
  JsonSchema,
  Language,
  LookupRoots,
  MethodFacts,
  ModuleFacts,
  ModuleIndex,
  ModuleResolution,
  NamedSpan,
  RouteFacts,
  StaticMember,
  Unreadable,
} from "./types.ts";
export { entriesOf, isWalked } from "./walked-folders.ts";
