import { env, window } from "vscode";
import type { OpenApi } from "../operator-api/index.ts";

const COPY_KEY = "Copy Key";

/** Shows the operator API's key until the dialog is closed: notifications are kept. */
export async function showOperatorKey({ url, key }: OpenApi): Promise<void> {
  const title = `The key of the operator API at ${url}`;
  const choice = await window.showInformationMessage(title, { modal: true, detail: key }, COPY_KEY);
  if (choice === COPY_KEY) await env.clipboard.writeText(key);
}
