import { codeAction } from "./code-action.ts";
import { codeLens } from "./code-lens.ts";
import { completion } from "./completion.ts";
import { configuration } from "./configuration.ts";
import { declaration } from "./declaration.ts";
import { definition } from "./definition.ts";
import { diagnostic } from "./diagnostic.ts";
import { documentHighlight } from "./document-highlight.ts";
import { documentLink } from "./document-link.ts";
import { documentSymbol } from "./document-symbol.ts";
import { editorState } from "./editor-state.ts";
import type { Feature } from "./feature.ts";
import { fileOperations } from "./file-operations.ts";
import { foldingRange } from "./folding-range.ts";
import { formatting } from "./formatting.ts";
import { hover } from "./hover.ts";
import { implementation } from "./implementation.ts";
import { inlayHint } from "./inlay-hint.ts";
import { locateEntry } from "./locate-entry.ts";
import { planEditRequest } from "./plan-edit.ts";
import { references } from "./references.ts";
import { rename } from "./rename.ts";
import { selectionRange } from "./selection-range.ts";
import { semanticTokens } from "./semantic-tokens.ts";
import { textSynchronization } from "./text-synchronization.ts";
import { watchedFiles } from "./watched-files.ts";
import { workspaceFolders } from "./workspace-folders.ts";
import { workspaceSymbol } from "./workspace-symbol.ts";

export type { Feature, ServerContext } from "./feature.ts";

/** Everything that the server does, in the order in which it is registered. */
export const FEATURES: readonly Feature[] = [
  textSynchronization,
  configuration,
  workspaceFolders,
  watchedFiles,
  fileOperations,
  editorState,
  diagnostic,
  completion,
  hover,
  definition,
  declaration,
  implementation,
  codeAction,
  formatting,
  documentSymbol,
  documentLink,
  foldingRange,
  references,
  rename,
  documentHighlight,
  workspaceSymbol,
  selectionRange,
  codeLens,
  inlayHint,
  semanticTokens,
  planEditRequest,
  locateEntry,
];
