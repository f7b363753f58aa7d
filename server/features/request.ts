import type { CancellationToken } from "vscode-languageserver";
import type { ManifestCursor, ManifestItem } from "../../registry/manifest/index.ts";
import type { LspPosition } from "../../schemas/index.ts";
import type { TextFile } from "../workspace/index.ts";
import type { ServerContext } from "./feature.ts";

interface DocumentParams {
  readonly textDocument: { readonly uri: string };
}
interface PositionParams extends DocumentParams {
  readonly position: LspPosition;
}

/** A place in a manifest that somebody asks about. */
export interface ManifestPlace {
  readonly file: TextFile;
  readonly offset: number;
  readonly cursor: ManifestCursor;
  /** The entry around the place. */
  readonly item: ManifestItem | null;
}

/**
 * Answers about manifests; null for any other document. What goes wrong in `answer` is logged, and answered with null:
 * no feature takes another one with it, and the editor shows no error for a question that it asked by itself.
 */
export function forManifest<Params extends DocumentParams, Answer>(
  { workspace, log }: ServerContext,
  method: string,
  answer: (file: TextFile, params: Params, signal: AbortSignal) => Answer | Promise<Answer>,
): (params: Params, token: CancellationToken) => Promise<Answer | null> {
  return async (params, token) => {
    const file = workspace.manifests.get(params.textDocument.uri);
    if (!file) return null;
    try {
      return await answer(file, params, abortSignalOf(token));
    } catch (error) {
      log.failed(`Answering ${method}`, error);
      return null;
    }
  };
}

/** The same for every document that is open, plugin sources too. */
export function forText<Params extends DocumentParams, Answer>(
  { workspace, log }: ServerContext,
  method: string,
  answer: (file: TextFile, params: Params, signal: AbortSignal) => Answer | Promise<Answer>,
): (params: Params, token: CancellationToken) => Promise<Answer | null> {
  return async (params, token) => {
    const { uri } = params.textDocument;
    const file = workspace.manifests.get(uri) ?? workspace.texts.get(uri);
    if (!file) return null;
    try {
      return await answer(file, params, abortSignalOf(token));
    } catch (error) {
      log.failed(`Answering ${method}`, error);
      return null;
    }
  };
}

/** The same for questions about a position. */
export function atPlace<Answer>(
  context: ServerContext,
  method: string,
  answer: (place: ManifestPlace, signal: AbortSignal) => Answer | Promise<Answer>,
): (params: PositionParams, token: CancellationToken) => Promise<Answer | null> {
  return forManifest(context, method, (file, { position }: PositionParams, signal) => {
    const offset = file.offsetAt(position);
    const cursor = file.manifest.cursorAt(offset);
    return answer({ file, offset, cursor, item: cursor.item }, signal);
  });
}

function abortSignalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => {
    controller.abort();
  });
  return controller.signal;
}
