import { expect, test } from "vitest";
import { PROBLEMS } from "../../../registry/operator/problems.ts";
import { renderApiPage } from "../../../registry/operator/page/index.ts";

const document = {
  info: { title: "API <of> all", description: "With `code`." },
  tags: [{ name: "plugins", description: "All & each." }],
  paths: {
    "/plugins/{name}": {
      post: {
        tags: ["plugins"],
        summary: "Change it",
        description: "Or <script>alert(1)</script>",
        parameters: [{ name: "name", in: "path", required: true, description: "Which" }],
        requestBody: {
          content: {
            "application/json": {
              schema: {
                required: ["config"],
                properties: {
                  config: { type: "object", description: "What it is." },
                  names: { type: "array", items: { type: "string" } },
                  note: { anyOf: [{ type: "string" }, { type: "null" }] },
                },
              },
            },
          },
        },
        responses: { 200: { description: "Default Response" }, 404: { description: "Not here" } },
      },
    },
  },
};
const { html, contentSecurityPolicy } = renderApiPage(document, "http://127.0.0.1:43210");

test("what the description says is text, whatever it holds", () => {
  expect(html).toContain("<title>API &#60;of&#62; all</title>");
  expect(html).not.toContain("<script");
  expect(html).toContain("<p>With <code>code</code>.</p>");
  expect(contentSecurityPolicy).toContain("default-src 'none'");
});

test("an endpoint is reached from the list, and tells what may be sent", () => {
  const [, anchor = ""] = /<a href="#([\w-]+)">.*?\/plugins\/\{name\}/.exec(html) ?? [];
  expect(html).toContain(`id="${anchor}"`);
  expect(html).toContain(
    "<td><code>config</code></td><td>object</td><td>required</td><td>What it is.</td>",
  );
  expect(html).toContain("<td><code>names</code></td><td>list of text</td>");
  expect(html).toContain("<td><code>note</code></td><td>text or null</td>");
});

test("every code is told with its status", () => {
  for (const [code, [status]] of Object.entries(PROBLEMS)) {
    expect(html).toContain(`<td><code>${code}</code></td><td>${status}</td>`);
  }
});

test("what is there to be copied asks the server that showed it", () => {
  expect(html).toContain('curl -H "X-API-Key: KEY" http://127.0.0.1:43210/plugins\n');
});
