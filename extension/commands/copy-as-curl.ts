import { env, window } from "vscode";
import * as z from "zod";
import { sayBriefly } from "../base/index.ts";
import { callsOfPlugin, callsOfRegistry, curlLine, shellOf } from "../operator-api/index.ts";
import type { ApiCall } from "../operator-api/index.ts";
import type { PlainCommand } from "./command.ts";
import { openOperatorApi } from "./open-operator-api.ts";

/** A row of the tree, or a plugin's name; and, from other commands, the path of the request that is meant. */
const argumentSchema = z.union([
  z.object({ plugin: z.string(), path: z.string().optional() }),
  z
    .object({ plugin: z.object({ summary: z.object({ name: z.string() }) }) })
    .transform(({ plugin }) => ({ plugin: plugin.summary.name, path: undefined })),
]);

/** Copies a request of the operator API as a line for a shell: about one plugin, or about the registry. */
export const copyAsCurl: PlainCommand = {
  id: "patchbay.copyAsCurl",
  needs: "nothing",
  async run(context, argument) {
    const api = openOperatorApi(context);
    if (!api) return;
    const plugins = context.registry.snapshot?.plugins ?? [];
    const { data: given } = argumentSchema.safeParse(argument);
    const plugin = plugins.find(({ summary }) => summary.name === given?.plugin);
    const calls = plugin ? callsOfPlugin(plugin) : callsOfRegistry(plugins);
    const call = calls.find(({ path }) => path === given?.path) ?? (await pickCall(calls));
    if (!call) return;
    await env.clipboard.writeText(curlLine(api, call, shellOf(env.shell, process.platform)));
    sayBriefly("check", `“${call.title}” is copied, with the key`);
  },
};

async function pickCall(calls: readonly ApiCall[]): Promise<ApiCall | null> {
  const items = calls.map((call) => ({
    label: call.title,
    description: `${call.method} ${call.path}`,
    call,
  }));
  const picked = await window.showQuickPick(items, {
    title: "Copy as curl",
    placeHolder: "Choose a request; the key is copied with it",
    matchOnDescription: true,
  });
  return picked?.call ?? null;
}
