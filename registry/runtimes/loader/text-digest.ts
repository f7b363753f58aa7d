import { hash } from "node:crypto";

/** Tells a text from any other, in a few bytes. */
export function digestOf(text: string): string {
  return hash("sha1", text, "base64");
}
