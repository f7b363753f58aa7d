import type { SecretStatus } from "../../../schemas/index.ts";
import { answer } from "../answer.ts";
import type { Tone } from "../print/index.ts";
import type { Session } from "../session.ts";
import type { Target } from "../target/index.ts";
import { wordWhere } from "../word-secret.ts";
import { examples, type CliCommand } from "./command.ts";

/** Names and places, never a value. */
export const secrets: CliCommand = (program, host) => {
  const command = program
    .command("secrets")
    .description("list the secrets that plugins require, with where each was found; never a value")
    .addHelpText("after", examples("secrets", "secrets --json"));
  command.action(
    host.act(command, async (session) => {
      const listing = await secretsOf(await session.target());
      return answer(session, listing, ({ secrets: all }) => print(session, all));
    }),
  );
};

type PluginSecret = SecretStatus & { readonly plugin: string };

async function secretsOf(
  target: Target,
): Promise<
  | Extract<Awaited<ReturnType<Target["list"]>>, { kind: "problem" }>
  | { readonly kind: "done"; readonly value: { readonly secrets: PluginSecret[] } }
> {
  const listed = await target.list({ load: false });
  if (listed.kind === "problem") return listed;
  const all: PluginSecret[] = [];
  for (const { name, secrets: needed } of listed.value.plugins) {
    if (needed.required.length === 0) continue;
    const shown = await target.show(name);
    if (shown.kind === "problem") return shown;
    all.push(...shown.value.status.secrets.map((secret) => ({ ...secret, plugin: name })));
  }
  return { kind: "done", value: { secrets: all } };
}

const TONES: Readonly<Record<SecretStatus["kind"], Tone>> = {
  present: "good",
  missing: "bad",
  unknown: "warning",
};

function print(session: Session, all: readonly PluginSecret[]): void {
  if (all.length === 0) {
    session.print.note("No plugin says that it requires a secret.");
    return;
  }
  session.print.table(
    ["plugin", "secret", "state", "where"],
    all.map((secret) => [
      { text: secret.plugin, tone: "strong" },
      { text: secret.name },
      { text: secret.kind, tone: TONES[secret.kind] },
      { text: wordWhere(secret) },
    ]),
  );
}
