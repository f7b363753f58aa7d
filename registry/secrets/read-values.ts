import { readFileSync, statSync } from "node:fs";
import { parse as parseDotenv } from "dotenv";
import { parseDocument } from "yaml";
import { codeOf, reasonOfFailure } from "../base/failures.ts";
import { stampOf } from "../base/stamp.ts";
import { isRecord } from "../base/record.ts";

/** What one file of secrets holds. */
export type FileContents =
  | { readonly kind: "read"; readonly values: Readonly<Record<string, unknown>> }
  | { readonly kind: "absent" }
  /** It is there, and nothing may be claimed about what it holds. `reason` never quotes the file. */
  | { readonly kind: "unreadable"; readonly reason: string };

/** Turns a file's text into its values. Answers a reason, which never quotes the text, when it cannot. */
export type FileFormat = (
  text: string,
) => { readonly values: Readonly<Record<string, unknown>> } | { readonly reason: string };

/** Far more than any file of secrets; less than what would stall the process. */
const MAX_SIZE_BYTES = 4 * 1024 * 1024;

/** A file that is read again when its identity, size or times changed. */
export class SecretFile {
  readonly #path: string;
  readonly #format: FileFormat;
  #last: { readonly stamp: string | null; readonly contents: FileContents } | null = null;

  constructor(path: string, format: FileFormat) {
    this.#path = path;
    this.#format = format;
  }

  read(): FileContents | { readonly kind: "folder" } {
    try {
      const stats = statSync(this.#path, { bigint: true });
      if (stats.isDirectory()) return { kind: "folder" };
      // Reading a pipe or a device could wait for ever.
      if (!stats.isFile()) return { kind: "unreadable", reason: "it is not a regular file" };
      if (stats.size > MAX_SIZE_BYTES) return { kind: "unreadable", reason: "it is over 4 MB" };

      const stamp = stampOf(stats);
      if (this.#last === null || stamp === null || this.#last.stamp !== stamp) {
        this.#last = { stamp, contents: this.#parse() };
      }
      return this.#last.contents;
    } catch (error) {
      this.#last = null;
      return contentsOfFailure(error);
    }
  }

  forget(): void {
    this.#last = null;
  }

  #parse(): FileContents {
    const outcome = this.#format(readFileSync(this.#path, "utf8").replace(/^\uFEFF/, ""));
    return "values" in outcome
      ? { kind: "read", values: outcome.values }
      : { kind: "unreadable", reason: outcome.reason };
  }
}

function contentsOfFailure(error: unknown): FileContents {
  const code = codeOf(error);
  if (code === "ENOENT" || code === "ENOTDIR") return { kind: "absent" };
  return { kind: "unreadable", reason: reasonOfFailure(error) };
}

export const dotenvFormat: FileFormat = (text) => ({ values: parseDotenv(text) });

/** By the file's ending, in any letter case: `.yaml` and `.yml` are YAML, everything else is JSON. */
export function formatOfSecretsFile(path: string): FileFormat {
  return /\.ya?ml$/i.test(path) ? parseYaml : parseJson;
}

// The parsers' own messages quote the text around an error: they would show secrets, so only the place is told.

const parseYaml: FileFormat = (text) => {
  const document = parseDocument(text, { prettyErrors: true, logLevel: "silent" });
  const [error] = document.errors;
  if (error) {
    const line = error.linePos?.[0].line;
    return { reason: line ? `line ${line} is not valid YAML` : "it is not valid YAML" };
  }
  try {
    return asValues(document.toJS(), "YAML");
  } catch {
    // Aliases that multiply without end, or that lead nowhere.
    return { reason: "its YAML aliases cannot be resolved" };
  }
};

const parseJson: FileFormat = (text) => {
  try {
    return asValues(JSON.parse(text), "JSON");
  } catch {
    return { reason: "it is not valid JSON" };
  }
};

function asValues(value: unknown, format: string): ReturnType<FileFormat> {
  if (value === null || value === undefined) return { values: {} };
  return isRecord(value) ? { values: value } : { reason: `its ${format} is not a mapping` };
}
