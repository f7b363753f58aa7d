/** Commands that need the language server. */
export { checkCommand } from "./check.ts";
export { lspCommand } from "./lsp.ts";
