import type { ApiCall } from "./api-calls.ts";
import type { OpenApi } from "./operator-api.ts";

/** A request as a line for a shell of this system, key included: it works as it is pasted. */
export function curlLine({ url, key }: OpenApi, call: ApiCall, platform: string): string {
  const quote = platform === "win32" ? quoteForWindows : quoteForShell;
  const words = ["curl", "--silent", "--show-error"];
  // A stream of events is shown as it comes.
  if (call.path === "/events") words.push("--no-buffer");
  if (call.method !== "GET") words.push("--request", call.method);
  words.push("--header", quote(`X-API-Key: ${key}`));
  if (call.body !== undefined) {
    words.push("--header", quote("Content-Type: application/json"));
    words.push("--data", quote(JSON.stringify(call.body)));
  }
  return [...words, quote(url + call.path)].join(" ");
}

/** For every POSIX shell: nothing means anything between single quotes. */
function quoteForShell(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** For `cmd`; `curl.exe` takes the words apart as every program of Microsoft's C runtime does. */
function quoteForWindows(word: string): string {
  const escaped = word.replaceAll(/(\\*)"/g, String.raw`$1$1\"`).replace(/(\\+)$/, "$1$1");
  return `"${escaped}"`;
}
