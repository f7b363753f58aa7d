import { readFile, stat } from "node:fs/promises";
import { stampOf } from "../../base/stamp.ts";
import type { Folders } from "../folders.ts";
import type { JsonSchema } from "../types.ts";
import { readJsonSchema } from "./json-schema.ts";

/** A schema that describes a config is some kilobytes. */
const MAX_SCHEMA_BYTES = 1024 * 1024;
const MAX_FILES = 5_000;

interface Read {
  readonly stamp: string | null;
  readonly schema: JsonSchema | null;
}

/** The JSON Schemas that stand in files of their own, read again when they changed. */
export class SchemaFiles {
  readonly #folders: Folders;
  readonly #read = new Map<string, Read>();

  constructor(folders: Folders) {
    this.#folders = folders;
  }

  /**
   * Of a class: `ticket.Ticket.schema.json` beside `ticket.ts`, else `ticket.schema.json`. Null where neither is there or
   * can be read.
   */
  async beside(file: string, className: string): Promise<JsonSchema | null> {
    const stem = file.replace(/\.[^./\\]+$/, "");
    return (
      (await this.#schemaIn(`${stem}.${className}.schema.json`)) ??
      this.#schemaIn(`${stem}.schema.json`)
    );
  }

  async #schemaIn(file: string): Promise<JsonSchema | null> {
    // Most plugins have no such file: the folder's listing says so without asking the disk for it.
    if (this.#folders.at(file).kind !== "file") return null;
    try {
      const stats = await stat(file, { bigint: true });
      const stamp = stampOf(stats);
      const known = this.#read.get(file);
      if (known && stamp !== null && known.stamp === stamp) return known.schema;
      const schema = stats.size > MAX_SCHEMA_BYTES ? null : await readSchema(file);
      if (this.#read.size >= MAX_FILES) this.#read.clear();
      this.#read.set(file, { stamp, schema });
      return schema;
    } catch {
      return null; // Of a schema that cannot be read, or is half-typed, nothing can be said.
    }
  }
}

async function readSchema(file: string): Promise<JsonSchema | null> {
  return readJsonSchema(JSON.parse((await readFile(file, "utf8")).replace(/^\uFEFF/, "")));
}
