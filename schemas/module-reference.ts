import * as z from "zod";

/**
 * `path:ClassName`. The path is dotted (`acme.plugins.ticket`), relative (`./plugins/ticket.ts`) or a package
 * (`@acme/plugins/ticket`); the class part is an ASCII identifier. Wider than Agent PM's pattern in the path only:
 * whatever a dotted path may not be there (a hyphen, a missing colon, a trailing newline) it may not be here.
 */
export const MODULE_REFERENCE_PATTERN =
  /^(?:[\p{L}\p{N}_.]+|\.{1,2}\/[^:\r\n]+|(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*(?:\/[^:\r\n]+)+|@[a-z0-9~-][a-z0-9._~-]*\/[a-z0-9~-][a-z0-9._~-]*):[A-Za-z_][A-Za-z0-9_]*$/u;

/** A module reference as it is written in the manifest. */
export const moduleReferenceSchema = z
  .string()
  .regex(MODULE_REFERENCE_PATTERN, "expected path:ClassName, e.g. ./plugins/ticket.ts:Ticket");
