import { randomBytes } from "node:crypto";
import { Uri, type Webview } from "vscode";
import { pagePolicy } from "./page-policy.ts";

/** The dashboard's page: one script of ours and nothing else, as its content security policy says. */
export function dashboardPage(webview: Webview, distUri: Uri): string {
  const nonce = randomBytes(16).toString("base64");
  const script = webview.asWebviewUri(Uri.joinPath(distUri, "dashboard.js")).toString();
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${pagePolicy(nonce)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Patchbay</title>
  </head>
  <body>
    <script nonce="${nonce}" src="${script}"></script>
  </body>
</html>`;
}
