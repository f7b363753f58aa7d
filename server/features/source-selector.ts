import type { DocumentSelector } from "vscode-languageserver";

/** Plugin sources. Features that work in them are registered for them by name, so that no other is asked about them. */
export const SOURCE_SELECTOR: DocumentSelector = [
  { scheme: "file", pattern: "**/*.{ts,mts,cts,tsx,js,mjs,cjs,jsx,py}" },
];
