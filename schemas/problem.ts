import * as z from "zod";

/** A place in a file. `line` and `character` count from 0, `character` in UTF-16 code units, as in LSP. */
export const sourceLocationSchema = z.object({
  file: z.string(),
  line: z.int().nonnegative(),
  character: z.int().nonnegative(),
});
export type SourceLocation = z.infer<typeof sourceLocationSchema>;

/**
 * Something that went wrong with one plugin, worded for the person who has to mend it.
 * `code` is stable (`module/not-found`, `plugin/threw-on-enable`, `plugin/hung` …); `message` is not.
 * Neither `message` nor `stack` ever holds the value of a secret.
 */
export const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
  /** When it was observed: UTC, ISO 8601. */
  at: z.string(),
  /** Where in the author's source it happened, source maps applied; null when no source is to blame. */
  location: sourceLocationSchema.nullable(),
  /** Frames of the author's code only, source maps applied. */
  stack: z.string().nullable(),
});
export type Problem = z.infer<typeof problemSchema>;
