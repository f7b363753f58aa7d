import type { MendProvider } from "./fix.ts";

/** Fields that are text, whatever they look like. */
const TEXT_FIELDS = new Set<unknown>(["name", "version", "description"]);

/** A number where a text is expected is put in quotes; a single hook becomes a list. */
export const convertType: MendProvider = ({ code, data, diagnostic, file }) => {
  if (code !== "manifest/wrong-type") return [];
  const span = file.spanOf(diagnostic.range);
  const written = file.text.slice(span.start, span.end);
  if (TEXT_FIELDS.has(data["field"]) && /^[\w.+-]+$/.test(written)) {
    return [
      { title: "Put it in quotes", edits: [{ span, newText: `"${written}"` }], isPreferred: true },
    ];
  }
  const option =
    data["field"] === "hooks" ? /\bhook["']?:[ \t]*["']?([\w.-]+)/.exec(written) : null;
  const [, hook] = option ?? [];
  if (hook !== undefined) {
    const title = `Keep ${hook} only: its class says when it is called`;
    return [{ title, edits: [{ span, newText: hook }], isPreferred: true }];
  }
  if (data["field"] === "hooks" && /^\w+$/.test(written)) {
    return [
      { title: "Make it a list", edits: [{ span, newText: `[${written}]` }], isPreferred: true },
    ];
  }
  return [];
};
