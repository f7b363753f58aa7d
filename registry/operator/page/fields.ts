import { isRecord } from "../../base/record.ts";
import { escape, prose } from "./escape.ts";

/** The fields of a JSON Schema as a table; nothing where there are none to tell of. */
export function fieldsOf(schema: unknown): string {
  if (!isRecord(schema) || !isRecord(schema["properties"])) return "";
  const required: readonly unknown[] = Array.isArray(schema["required"]) ? schema["required"] : [];
  const rows = Object.entries(schema["properties"]).map(([name, field]) => {
    const { description } = isRecord(field) ? field : {};
    const need = required.includes(name) ? "required" : "";
    const about = typeof description === "string" ? prose(description) : "";
    return `<tr><td><code>${escape(name)}</code></td><td>${escape(typeOf(field))}</td><td>${need}</td><td>${about}</td></tr>`;
  });
  return `<table><tbody>${rows.join("")}</tbody></table>`;
}

/** In the words of JSON: `text`, `list of object`, `text or null`. */
function typeOf(schema: unknown): string {
  if (!isRecord(schema)) return "anything";
  const { type, anyOf, enum: allowed, items } = schema;
  if (Array.isArray(allowed)) return allowed.map((each) => JSON.stringify(each)).join(", ");
  if (Array.isArray(anyOf)) return [...new Set(anyOf.map(typeOf))].join(" or ");
  if (Array.isArray(type))
    return type.map((each) => typeOf({ type: each as unknown })).join(" or ");
  if (type === "array") return `list of ${typeOf(items)}`;
  if (type === "string") return "text";
  return typeof type === "string" ? type : "anything";
}
