import { createRequire } from "node:module";
import path from "node:path";
import type { CliCommand } from "../../registry/cli/index.ts";

const load = createRequire(__filename);

/** The language server, for editors that start a command. */
export const lspCommand: CliCommand = (program, host) => {
  const command = program
    .command("lsp")
    .description("run the language server over standard input and output, for any editor")
    .option("--stdio", "the only way there is; some editors say it");
  command.action(
    host.act(command, async ({ surroundings }) => {
      // The server reads its transport from the command line, and ends the process when the editor does.
      process.argv = [process.argv0, "patchbay-lsp", "--stdio"];
      load(path.join(surroundings.distFolder, "server.js"));
      return new Promise<never>(() => undefined);
    }),
  );
};
