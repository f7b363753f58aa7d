import type { Diagnostic, PublishDiagnosticsParams } from "vscode-languageserver/node";
import { URI } from "vscode-uri";

/** Only so that a test that fails says why. */
const LONGEST_WAIT_MS = 200_000;

/** What the server published, and a way to wait for it. */
export class Published {
  readonly history: PublishDiagnosticsParams[] = [];
  readonly #waiting = new Set<() => void>();

  add(params: PublishDiagnosticsParams): void {
    this.history.push(params);
    for (const look of this.#waiting) look();
  }

  of(uri: string): readonly PublishDiagnosticsParams[] {
    return this.history.filter((params) => sameUri(params.uri, uri));
  }

  /** The next publish (the last one included) of a document that satisfies the condition. */
  when(
    uri: string,
    isWanted: (diagnostics: readonly Diagnostic[], params: PublishDiagnosticsParams) => boolean,
  ): Promise<PublishDiagnosticsParams> {
    return new Promise((resolve, reject) => {
      const giveUp = setTimeout(() => {
        reject(new Error(`Not published. Last: ${JSON.stringify(this.of(uri).at(-1), null, 1)}`));
      }, LONGEST_WAIT_MS);
      const look = (): void => {
        const last = this.of(uri).at(-1);
        if (!last || !isWanted(last.diagnostics, last)) return;
        this.#waiting.delete(look);
        clearTimeout(giveUp);
        resolve(last);
      };
      this.#waiting.add(look);
      look();
    });
  }
}

function sameUri(one: string, other: string): boolean {
  return URI.parse(one).toString() === URI.parse(other).toString();
}
