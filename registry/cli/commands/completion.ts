import { Argument } from "commander";
import { KNOWN_HOOKS } from "../../../schemas/index.ts";
import { parseManifest } from "../../manifest/index.ts";
import { ManifestFile } from "../../manifest-file/index.ts";
import {
  candidatesFor,
  completionScript,
  printedFor,
  SHELLS,
  type KnownNames,
  type Shell,
} from "../completion/index.ts";
import { EXIT } from "../exit-codes.ts";
import type { Session } from "../session.ts";
import { examples, type CliCommand } from "./command.ts";

/** Prints a completion script, and what such a script asks for. */
export const completion: CliCommand = (program, host) => {
  const command = program
    .command("completion")
    .description("print a script that completes this command in your shell")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .addHelpText(
      "after",
      `
Put it where your shell reads it when it starts:
  bash  echo 'source <(patchbay completion bash)' >> ~/.bashrc
  zsh   echo 'source <(patchbay completion zsh)' >> ~/.zshrc   (after compinit)
  fish  patchbay completion fish > ~/.config/fish/completions/patchbay.fish
${examples("completion bash")}`,
    );
  command.action(
    host.act(command, (session, _, shell = "") => {
      session.print.text(completionScript(shell as Shell)); // One of the choices.
      return EXIT.done;
    }),
  );

  const asked = program
    .command("complete-words", { hidden: true })
    .addArgument(new Argument("<shell>").choices(SHELLS))
    .argument("[words...]");
  asked.action(
    host.act(asked, async (session, _, shell = "", ...rest) => {
      const candidates = candidatesFor(program, rest.flat(), await namesIn(session));
      if (candidates.length > 0) session.print.text(printedFor(shell as Shell, candidates)); // One of the choices.
      return EXIT.done;
    }),
  );
};

/** What the manifest says; modules are not looked into, so that nobody waits. */
async function namesIn({ place }: Session): Promise<KnownNames> {
  const read = await new ManifestFile(place.file).read();
  const items = read.kind === "read" ? parseManifest(read.text).items : [];
  const hooks = items.flatMap(({ entry }) => entry?.hooks ?? []);
  return {
    plugins: items.map(({ name }) => name),
    hooks: [...new Set([...hooks, ...Object.keys(KNOWN_HOOKS)])],
  };
}
