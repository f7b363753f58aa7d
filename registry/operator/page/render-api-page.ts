import { createHash } from "node:crypto";
import { PROBLEMS } from "../problems.ts";
import { escape, prose } from "./escape.ts";
import { fieldsOf } from "./fields.ts";
import { STYLE } from "./style.ts";

interface Tag {
  readonly name: string;
  readonly description?: string;
}
interface Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
  }[];
  readonly requestBody?: { readonly content?: Content };
  readonly responses?: Readonly<Record<string, Answer>>;
}
interface Answer {
  readonly description?: string;
  readonly content?: Content;
}
type Content = Readonly<Record<string, { readonly schema?: unknown }>>;

interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** The API's description as a page that loads nothing and runs nothing. `url` is where it was asked for. */
export function renderApiPage(
  document: object,
  url: string,
): {
  readonly html: string;
  readonly contentSecurityPolicy: string;
} {
  const {
    info,
    paths = {},
    tags = [],
  } = document as {
    info: { title: string; description?: string };
    tags?: readonly Tag[];
    paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  const endpoints = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method, path, operation })),
  );
  const groups = tags.map(
    (tag) => [tag, endpoints.filter(({ operation }) => operation.tags?.[0] === tag.name)] as const,
  );
  const styleHash = createHash("sha256").update(STYLE).digest("base64");
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(info.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<nav aria-label="Endpoints">
${groups.map(([tag, members]) => navigation(tag, members)).join("\n")}
<ul><li><a href="#problems">Problems</a></li><li><a href="/openapi.json">openapi.json</a></li></ul>
</nav>
<main>
<h1>${escape(info.title)}</h1>
<p>${prose(info.description ?? "")}</p>
<p>Send the key as <code>X-API-Key</code> or as a bearer token, and bodies as JSON:</p>
<pre>curl -H "X-API-Key: KEY" ${escape(url)}/plugins
curl -H "X-API-Key: KEY" -X POST ${escape(url)}/plugins/NAME/disable</pre>
${groups.map(([tag, members]) => group(tag, members)).join("\n")}
${problems()}
</main>
</body>
</html>
`;
  return {
    html,
    contentSecurityPolicy: `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  };
}

function group({ name, description = "" }: Tag, members: readonly Endpoint[]): string {
  return `<h2>${escape(name)}</h2>\n<p>${prose(description)}</p>\n${members.map(section).join("\n")}`;
}

function navigation({ name }: Tag, members: readonly Endpoint[]): string {
  const links = members.map(
    (endpoint) =>
      `<li><a href="#${anchorOf(endpoint)}">${badge(endpoint.method)}<code>${escape(endpoint.path)}</code></a></li>`,
  );
  return `<strong>${escape(name)}</strong><ul>${links.join("")}</ul>`;
}

function section(endpoint: Endpoint): string {
  const { method, path, operation } = endpoint;
  const { summary = "", description, security = [], parameters = [] } = operation;
  const { requestBody, responses = {} } = operation;
  const schema = schemaIn(requestBody?.content);
  const asked = parameters.map(
    ({ name, in: where, required, description: about = "" }) =>
      `<tr><td><code>${escape(name)}</code></td><td>${escape(where)}</td><td>${required ? "required" : ""}</td><td>${prose(about)}</td></tr>`,
  );
  return `<section>
<h3 id="${anchorOf(endpoint)}">${badge(method)}<span>${escape(path)}</span></h3>
<p>${prose([summary, description].filter(Boolean).join(". "))}</p>
${security.length > 0 ? "" : '<p class="note">No key is needed.</p>'}
${asked.length > 0 ? `<table><tbody>${asked.join("")}</tbody></table>` : ""}
${isTelling(schema) ? `<p>Body</p>${fieldsOf(schema)}${inFull("The body's schema", schema)}` : ""}
<details><summary>Answers</summary>${Object.entries(responses).map(answer).join("")}</details>
</section>`;
}

function answer([status, { description = "", content }]: [string, Answer]): string {
  const schema = status.startsWith("2") ? schemaIn(content) : null;
  const shown = isTelling(schema) ? fieldsOf(schema) + inFull("Its schema", schema) : "";
  const meaning = description === "Default Response" ? "" : prose(description);
  return `<p><code>${escape(status)}</code> ${meaning}</p>${shown}`;
}

/** Every code that an answer may have instead of what was asked for. */
function problems(): string {
  const rows = Object.entries(PROBLEMS).map(
    ([code, [status, title]]) =>
      `<tr><td><code>${escape(code)}</code></td><td>${status}</td><td>${escape(title)}</td></tr>`,
  );
  return `<h2 id="problems">problems</h2>
<p>What cannot be done is told as <code>application/problem+json</code> (RFC 9457) with a stable <code>code</code>; <code>detail</code> says what to do.</p>
<table><tbody>${rows.join("")}</tbody></table>`;
}

function schemaIn(content: Content | undefined): unknown {
  return Object.values(content ?? {})[0]?.schema;
}

/** An empty schema says only that there may be anything. */
function isTelling(schema: unknown): schema is object {
  return typeof schema === "object" && schema !== null && Object.keys(schema).length > 0;
}

function inFull(summary: string, schema: object): string {
  return `<details><summary>${summary}</summary><pre>${escape(JSON.stringify(schema, null, 2))}</pre></details>`;
}

function badge(method: string): string {
  return `<span class="method ${escape(method)}">${escape(method.toUpperCase())}</span>`;
}

function anchorOf({ method, path }: Endpoint): string {
  return `${method}${path.replaceAll(/[^a-z]+/gi, "-").replace(/-$/, "")}`;
}
