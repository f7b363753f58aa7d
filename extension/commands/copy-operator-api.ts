import { env } from "vscode";
import { sayBriefly } from "../base/index.ts";
import type { OpenApi } from "../operator-api/index.ts";
import type { CommandContext, PlainCommand } from "./command.ts";
import { openOperatorApi } from "./open-operator-api.ts";

/** Copies where the operator API is. */
export const copyOperatorApiUrl: PlainCommand = {
  id: "patchbay.copyOperatorApiUrl",
  needs: "nothing",
  run: (context) => copy(context, "URL", ({ url }) => url),
};

/** Copies what opens the operator API. */
export const copyOperatorApiKey: PlainCommand = {
  id: "patchbay.copyOperatorApiKey",
  needs: "nothing",
  run: (context) => copy(context, "key", ({ key }) => key),
};

async function copy(
  context: CommandContext,
  what: string,
  textOf: (api: OpenApi) => string,
): Promise<void> {
  const api = openOperatorApi(context);
  if (!api) return;
  await env.clipboard.writeText(textOf(api));
  sayBriefly("check", `The operator API's ${what} is copied`);
}
