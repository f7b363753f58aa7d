import { URI } from "vscode-uri";

/** The path of a `file:` URI; null for every other scheme. */
export function fileOfUri(uri: string): string | null {
  const parsed = URI.parse(uri);
  return parsed.scheme === "file" ? parsed.fsPath : null;
}

export function uriOfFile(file: string): string {
  return URI.file(file).toString();
}

/** The same for two spellings of one URI (`%3A` and `:`), which editors differ in. */
export function keyOfUri(uri: string): string {
  return fileOfUri(uri) ?? uri;
}
