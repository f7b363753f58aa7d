import type { Disposable } from "vscode-languageserver";

/** One disposable for several: the last acquired goes first. */
export function together(parts: readonly Disposable[]): Disposable {
  return {
    dispose: () => {
      for (const part of parts.toReversed()) part.dispose();
    },
  };
}
