import {
  BulkRegistration,
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  type Disposable,
  type DocumentOnTypeFormattingParams,
  type DocumentRangeFormattingParams,
  type DocumentSelector,
  type TextEdit as LspTextEdit,
} from "vscode-languageserver";
import type { TextEdit } from "../../registry/base/text.ts";
import { together } from "../base/index.ts";
import {
  formatEndedLine,
  formatEntries,
  formatManifest,
  indentNewLine,
} from "../formatting/index.ts";
import type { TextFile } from "../workspace/index.ts";
import type { Feature, ServerContext } from "./feature.ts";
import { forManifest } from "./request.ts";

/** Brings manifests into their usual form: whole, in part, and the line that was just ended, with the one that follows. */
export const formatting: Feature = {
  capabilities: ({ registersFormatting }) =>
    registersFormatting
      ? {}
      : {
          documentFormattingProvider: true,
          documentRangeFormattingProvider: true,
          documentOnTypeFormattingProvider: { firstTriggerCharacter: "\n" },
        },

  register: (context) => {
    const { connection, workspace } = context;
    const answer = (file: TextFile, find: () => readonly TextEdit[]): LspTextEdit[] | null =>
      workspace.settings.format.enable
        ? find().map(({ span, newText }) => ({ range: file.rangeOf(span), newText }))
        : null;
    return together([
      connection.onDocumentFormatting(
        forManifest(context, "formatting", (file) =>
          answer(file, () => formatManifest(file.manifest)),
        ),
      ),
      connection.onDocumentRangeFormatting(
        forManifest(context, "formatting", (file, { range }: DocumentRangeFormattingParams) =>
          answer(file, () => formatEntries(file.manifest, file.spanOf(range))),
        ),
      ),
      connection.onDocumentOnTypeFormatting(
        forManifest(context, "formatting", (file, { position }: DocumentOnTypeFormattingParams) =>
          answer(file, () => {
            const offset = file.offsetAt(position);
            const { manifest } = file;
            return [...formatEndedLine(manifest, offset), ...indentNewLine(manifest, offset)];
          }),
        ),
      ),
    ]);
  },

  start(context) {
    const { workspace } = context;
    if (!workspace.setup.registersFormatting) return;
    const offer = new FormattingOffer(context);
    offer.follow();
    workspace.onDidChangeSettings(() => {
      offer.follow();
    });
  },
};

/**
 * Registers the formatter for manifests by name and takes it back when the setting says so, so that editors never ask
 * which formatter is meant where this one does nothing.
 */
class FormattingOffer {
  readonly #context: ServerContext;
  #registered: Disposable | null = null;
  #offered = "";
  /** One change after the other. Never rejects. */
  #changes: Promise<void> = Promise.resolve();

  constructor(context: ServerContext) {
    this.#context = context;
  }

  follow(): void {
    const { settings } = this.#context.workspace;
    const patterns = settings.format.enable
      ? ["**/plugins.{yaml,yml}", ...settings.manifestPatterns]
      : [];
    if (patterns.join("\n") === this.#offered) return;
    this.#offered = patterns.join("\n");
    this.#changes = this.#changes
      .then(() => this.#offer(patterns))
      .catch((error: unknown) => {
        this.#context.log.failed("Offering to format manifests", error);
      });
  }

  async #offer(patterns: readonly string[]): Promise<void> {
    this.#registered?.dispose();
    this.#registered = null;
    if (patterns.length === 0) return;
    const documentSelector: DocumentSelector = patterns.map((pattern) => ({ pattern }));
    const bulk = BulkRegistration.create();
    bulk.add(DocumentFormattingRequest.type, { documentSelector });
    bulk.add(DocumentRangeFormattingRequest.type, { documentSelector });
    bulk.add(DocumentOnTypeFormattingRequest.type, {
      documentSelector,
      firstTriggerCharacter: "\n",
    });
    this.#registered = await this.#context.connection.client.register(bulk);
  }
}
