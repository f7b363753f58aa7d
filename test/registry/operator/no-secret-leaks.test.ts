import http from "node:http";
import { assert, asyncProperty, string } from "fast-check";
import { expect, test } from "vitest";
import { ADMIN, startServer } from "./served.ts";

/** Everything that a server says on `/events` while `work` is done. */
async function eventsDuring(url: string, work: () => Promise<void>): Promise<string> {
  let text = "";
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    http
      .get(`${url}/events`, { headers: { "x-api-key": ADMIN }, agent: false }, resolve)
      .on("error", reject);
  });
  response.setEncoding("utf8");
  const closing = work();
  for await (const chunk of response) text += String(chunk);
  await closing;
  return text;
}

test("no answer, event, audit or failure shows a secret, whatever plugins do with it", async () => {
  const secret = string({ minLength: 8, maxLength: 24, unit: "grapheme" })
    // Unlike anything that is said anyway.
    .map((text) => `zq${text}`)
    .filter((text) => text.trim() === text && !text.includes("\u0085"));
  await assert(
    asyncProperty(secret, secret, async (token, deep) => {
      const config = {
        secrets: { LEAKY_TOKEN: token },
        deep: [{ SECRETS: { inner: { value: deep } } }],
      };
      const entry = { name: "leaky", module: "./plugins/leaky.js:Leaky", config };
      const served = await startServer({ manifest: JSON.stringify([entry]), callDeadlineMs: 500 });
      const said: string[] = [];
      const { ask } = served;
      const events = await eventsDuring(served.url, async () => {
        for (const request of [
          "GET /plugins",
          "POST /hooks/ping",
          "POST /hooks/async_ping",
          "GET /leaky",
          "GET /plugins/leaky",
          "GET /plugins/leaky/history",
          "POST /plugins/leaky/disable",
          "POST /plugins/leaky/enable",
          "POST /plugins/leaky/reload",
          "POST /plugins/reload",
          "GET /plugins/discover",
          "GET /metrics",
          "GET /readyz",
          "GET /openapi.json",
        ]) {
          const body = request.startsWith("POST /hooks") ? {} : undefined;
          said.push(JSON.stringify((await ask(request, body)).text));
        }
        const { body } = await ask("GET /plugins");
        const shown = body.plugins[0]?.config;
        said.push((await ask("POST /plugins/leaky/config", { config: shown })).text);
        said.push((await ask("PATCH /plugins/leaky/config", { more: 1 })).text);
        said.push((await ask("POST /plugins/leaky/config", { config: [token] })).text);
        said.push((await ask("POST /plugins/install", { module: 1, config: { token } })).text);
        const wish = { ...entry, name: "other", config: { ...config, secrets: { TOKEN: token } } };
        const preview = await ask("POST /plugins/install/preview", wish);
        expect(preview.status).toBe(200);
        said.push(preview.text);
        said.push((await ask("DELETE /plugins/leaky")).text);
        await served.server.close();
      });
      said.push(events, JSON.stringify(served.audits), served.failures.map(String).join());
      const everything = said.join("\n");
      expect(everything).toContain("pinged with ***");
      for (const value of [token, deep]) {
        for (const spelling of [value, JSON.stringify(value).slice(1, -1)]) {
          const at = everything.indexOf(spelling);
          expect(at === -1 ? "" : everything.slice(Math.max(0, at - 300), at + 100)).toBe("");
        }
      }
    }),
    { numRuns: 8 },
  );
});
