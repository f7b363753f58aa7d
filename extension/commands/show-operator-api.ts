import { commands, env, Uri, window, type QuickPickItem } from "vscode";
import { maskedKey } from "../operator-api/index.ts";
import type { PlainCommand } from "./command.ts";
import { openOperatorApi } from "./open-operator-api.ts";
import { showOperatorKey } from "./show-operator-key.ts";

type Action = QuickPickItem & { readonly run: () => unknown };

const command = (id: string) => (): unknown => commands.executeCommand(`patchbay.${id}`);

/** The operator API's address and key, and what can be done with them. */
export const showOperatorApi: PlainCommand = {
  id: "patchbay.showOperatorApi",
  needs: "nothing",
  async run(context) {
    const api = openOperatorApi(context);
    if (!api) return;
    const { url, key } = api;
    const actions: readonly Action[] = [
      { label: "$(globe) Copy URL", detail: url, run: command("copyOperatorApiUrl") },
      { label: "$(key) Copy Key", detail: maskedKey(key), run: command("copyOperatorApiKey") },
      { label: "$(eye) Show Key", run: () => showOperatorKey(api) },
      { label: "$(terminal) Copy as curl…", run: command("copyAsCurl") },
      {
        label: "$(book) Open API Page",
        detail: `${url}/docs`,
        run: () => env.openExternal(Uri.parse(`${url}/docs`)),
      },
      {
        label: "$(refresh) Replace Key",
        detail: "The current key stops working.",
        run: async () => {
          await context.operatorApi.replaceKey();
          await commands.executeCommand("patchbay.showOperatorApi");
        },
      },
      { label: "$(debug-stop) Stop", run: command("stopOperatorApi") },
    ];
    const picked = await window.showQuickPick(actions, { title: "Operator API" });
    await picked?.run();
  },
};
