import type { ApiCall } from "./api-calls.ts";
import type { OpenApi } from "./operator-api.ts";
import type { Shell } from "./shell.ts";

/** A request as a line for a shell, key included: it works as it is pasted. */
export function curlLine({ url, key }: OpenApi, call: ApiCall, shell: Shell): string {
  const quote = QUOTED[shell];
  // Windows' own PowerShell takes `curl` for a command of its own.
  const words = [shell === "windows-powershell" ? "curl.exe" : "curl", "--silent", "--show-error"];
  // A stream of events is shown as it comes.
  if (call.path === "/events") words.push("--no-buffer");
  if (call.method !== "GET") words.push("--request", call.method);
  words.push("--header", quote(`X-API-Key: ${key}`));
  const end = quote(url + call.path);
  if (call.body === undefined) return [...words, end].join(" ");

  words.push("--header", quote("Content-Type: application/json"), "--data");
  if (shell === "sh") return [...words, quote(JSON.stringify(call.body)), end].join(" ");
  const body = harmless(JSON.stringify(call.body));
  if (shell === "cmd") return [...words, quote(body), end].join(" ");
  // Quotes within an argument reach a program in some versions and not in others: what it reads always does.
  return [quote(body), "|", ...words, quote("@-"), end].join(" ");
}

const QUOTED: Readonly<Record<Shell, (word: string) => string>> = {
  // Nothing means anything between single quotes.
  sh: (word) => `'${word.replaceAll("'", String.raw`'\''`)}'`,
  cmd: quoteForProgram,
  powershell: (word) => `'${word.replaceAll("'", "''")}'`,
  "windows-powershell": (word) => `'${word.replaceAll("'", "''")}'`,
};

/** `curl.exe` takes the words apart as every program of Microsoft's C runtime does. */
function quoteForProgram(word: string): string {
  const escaped = word.replaceAll(/(\\*)"/g, String.raw`$1$1\"`).replace(/(\\+)$/, "$1$1");
  return `"${escaped}"`;
}

/** The same JSON without what `cmd` acts upon, and what PowerShell takes for a quote or cannot hand on. */
function harmless(json: string): string {
  return json.replaceAll(
    /[^ -~]|[&|<>^%!']/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
