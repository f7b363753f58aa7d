import { execFileSync } from "node:child_process";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { callsOfPlugin, callsOfRegistry } from "../../../extension/operator-api/api-calls.ts";
import { curlLine } from "../../../extension/operator-api/curl-line.ts";
import { shellOf } from "../../../extension/operator-api/shell.ts";
import { pluginStatus } from "../plugin-status.ts";

const api = { kind: "open", url: "http://127.0.0.1:8400", key: "k3y" } as const;

/** What a shell makes of a line: the words that the program is started with. */
function wordsOf(line: string): readonly string[] {
  const printed = execFileSync("sh", ["-c", `printf '%s\\0' ${line}`], { encoding: "utf8" });
  return printed.split("\0").slice(0, -1);
}

test("a request is one line, with the key", () => {
  const list = { title: "List", method: "GET", path: "/plugins" } as const;
  expect(curlLine(api, list, "sh")).toBe(
    "curl --silent --show-error --header 'X-API-Key: k3y' 'http://127.0.0.1:8400/plugins'",
  );
  expect(curlLine(api, { ...list, method: "POST", body: {} }, "cmd")).toBe(
    'curl --silent --show-error --request POST --header "X-API-Key: k3y" --header "Content-Type: application/json" --data "{}" "http://127.0.0.1:8400/plugins"',
  );
});

test("whatever is sent, a shell takes it for one word", () => {
  assert(
    property(string({ unit: "binary" }), (text) => {
      const sent = text.toWellFormed().replaceAll("\0", "");
      const call = { title: "", method: "POST", path: "/hooks/x", body: { sent } } as const;
      const words = wordsOf(curlLine(api, call, "sh"));
      expect(words[words.indexOf("--data") + 1]).toBe(JSON.stringify({ sent }));
      expect(words.at(-1)).toBe("http://127.0.0.1:8400/hooks/x");
    }),
    { numRuns: 50 },
  );
});

test("in cmd quotes and the backslashes before them are escaped, and what it acts upon is not there", () => {
  const body = { path: 'C:\\"a', note: "50% & more" };
  const line = curlLine(api, { title: "", method: "POST", path: "/", body }, "cmd");
  expect(line).toContain(
    String.raw`--data "{\"path\":\"C:\\\\\\\"a\",\"note\":\"50\u0025 \u0026 more\"}"`,
  );
});

test("in PowerShell a body is read by curl, in ASCII: what becomes of quotes in arguments depends on the version", () => {
  const body = { note: "it's “né”" };
  const call = { title: "", method: "POST", path: "/a'b", body } as const;
  const line = curlLine(api, call, "windows-powershell");
  expect(line).toBe(
    String.raw`'{"note":"it\u0027s \u201cn\u00e9\u201d"}' | curl.exe --silent --show-error --request POST --header 'X-API-Key: k3y' --header 'Content-Type: application/json' --data '@-' 'http://127.0.0.1:8400/a''b'`,
  );
  expect(JSON.parse(/^'(.*?)' \|/.exec(line)?.[1] ?? "")).toEqual(body);
  expect(curlLine(api, call, "powershell")).toContain(" | curl --silent");
});

test.each([
  ["C:\\WINDOWS\\System32\\WindowsPowerShell\\v1.0\\powershell.exe", "win32", "windows-powershell"],
  ["C:\\Program Files\\PowerShell\\7\\pwsh.exe", "win32", "windows-powershell"],
  ["C:\\WINDOWS\\System32\\cmd.exe", "win32", "cmd"],
  ["C:\\Program Files\\Git\\bin\\bash.exe", "win32", "sh"],
  ["", "win32", "windows-powershell"],
  ["/usr/bin/pwsh", "linux", "powershell"],
  ["/bin/zsh", "darwin", "sh"],
  ["", "linux", "sh"],
])("a line is for the shell that terminals run: %s on %s", (file, platform, shell) => {
  expect(shellOf(file, platform)).toBe(shell);
});

test("a plugin can be shown, reloaded, toggled and fired at, whatever it is called", () => {
  const calls = callsOfPlugin(pluginStatus({ name: "a b/c" }));
  const said = calls.map(({ method, path }) => `${method} ${path}`);
  expect(said).toContain("POST /plugins/a%20b%2Fc/reload");
  expect(said).toContain("POST /plugins/a%20b%2Fc/disable");
  expect(said).toContain("POST /hooks/post_plan");
  const fire = calls.find(({ path }) => path === "/hooks/post_plan");
  expect(fire?.body).toMatchObject({ payload: { plan: {} } });
});

test("of the registry there are the list, a reload, and a fire of each hook that somebody handles", () => {
  const said = callsOfRegistry([pluginStatus({ name: "a" })]).map(({ path }) => path);
  expect(said).toEqual(expect.arrayContaining(["/plugins", "/plugins/reload", "/hooks/post_plan"]));
  expect(said).not.toContain("/hooks/pre_plan");
});
