/** JSON Schema as data, for those who need nothing else of `modules`. */
export { readJsonSchema } from "./json-schema.ts";
