import { createHash } from "node:crypto";

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly unknown[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { schema?: unknown }>> };
  readonly responses?: Readonly<Record<string, { readonly description?: string }>>;
}

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin: 2rem 0 0.25rem; font: 600 1rem/1.5 ui-monospace, monospace; }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid #8884; border-radius: 4px; }
summary { cursor: pointer; }
`;

/** The API's description as a page that loads nothing and runs nothing. */
export function renderApiPage(document: object): {
  readonly html: string;
  readonly contentSecurityPolicy: string;
} {
  const { info, paths } = document as {
    info: { title: string; description?: string; version: string };
    paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  const sections = Object.entries(paths ?? {}).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => section(method, path, operation)),
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
<main>
<h1>${escape(info.title)}</h1>
<p>${escape(info.description ?? "")} <a href="/openapi.json">openapi.json</a></p>
${sections.join("\n")}
</main>
</body>
</html>
`;
  return {
    html,
    contentSecurityPolicy: `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  };
}

function section(method: string, path: string, operation: Operation): string {
  const { summary = "", description, security = [], requestBody, responses = {} } = operation;
  const statuses = Object.entries(responses).map(
    ([status, { description: meaning = "" }]) =>
      `<li><code>${escape(status)}</code> ${escape(meaning)}</li>`,
  );
  const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
  const body =
    schema && Object.keys(schema).length > 0
      ? `<details><summary>Body</summary><pre>${escape(JSON.stringify(schema, null, 2))}</pre></details>`
      : "";
  return `<section>
<h2>${escape(method.toUpperCase())} ${escape(path)}</h2>
<p>${escape([summary, description].filter(Boolean).join(". "))}${security.length > 0 ? "" : " No key is needed."}</p>
${body}
<details><summary>Answers</summary><ul>${statuses.join("")}</ul></details>
</section>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
