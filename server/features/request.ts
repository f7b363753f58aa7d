import type { CancellationToken } from "vscode-languageserver";
import type { ManifestCursor, ManifestItem } from "../../registry/manifest/index.ts";
import type { LspPosition } from "../../schemas/index.ts";
import { wordIn, type TextFile, type Word } from "../workspace/index.ts";
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
  /** What stands under the cursor. */
  readonly word: Word;
  /** The entry around the place. */
  readonly item: ManifestItem | null;
}

type Answering<Params, Answer> = (
  file: TextFile,
  params: Params,
  signal: AbortSignal,
) => Answer | Promise<Answer>;

type Handler<Params, Answer> = (params: Params, token: CancellationToken) => Promise<Answer | null>;

/**
 * Answers about manifests; null for any other document. What goes wrong in `answer` is logged, and answered with null:
 * no feature takes another one with it, and the editor shows no error for a question that it asked by itself.
 */
export function forManifest<Params extends DocumentParams, Answer>(
  context: ServerContext,
  method: string,
  answer: Answering<Params, Answer>,
): Handler<Params, Answer> {
  const { manifests } = context.workspace;
  return answering(context, method, (uri) => manifests.get(uri), answer);
}

/** The same for every document that is open, plugin sources too. */
export function forText<Params extends DocumentParams, Answer>(
  context: ServerContext,
  method: string,
  answer: Answering<Params, Answer>,
): Handler<Params, Answer> {
  const { manifests, texts } = context.workspace;
  return answering(context, method, (uri) => manifests.get(uri) ?? texts.get(uri), answer);
}

function answering<Params extends DocumentParams, Answer>(
  { log }: ServerContext,
  method: string,
  find: (uri: string) => TextFile | null,
  answer: Answering<Params, Answer>,
): Handler<Params, Answer> {
  return async (params, token) => {
    const file = find(params.textDocument.uri);
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
export function atPlace<Answer, Params extends PositionParams = PositionParams>(
  context: ServerContext,
  method: string,
  answer: (place: ManifestPlace, signal: AbortSignal, params: Params) => Answer | Promise<Answer>,
): Handler<Params, Answer> {
  return forManifest(context, method, (file, params: Params, signal) => {
    const offset = file.offsetAt(params.position);
    const cursor = file.manifest.cursorAt(offset);
    const word = wordIn(file.slice(cursor.token), cursor.token.start);
    return answer({ file, offset, cursor, word, item: cursor.item }, signal, params);
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
