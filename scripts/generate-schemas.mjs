// Writes schemas/generated/ from the zod schemas. Run by `npm run schemas`; a test fails when the files drift.
import { mkdir, writeFile } from "node:fs/promises";
import { generateJsonSchemas } from "../schemas/json-schemas.ts";

const folder = new URL("../schemas/generated/", import.meta.url);
await mkdir(folder, { recursive: true });
for (const [file, schema] of Object.entries(generateJsonSchemas())) {
  await writeFile(new URL(file, folder), `${JSON.stringify(schema, null, 2)}\n`);
}
