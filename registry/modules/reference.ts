import { MODULE_REFERENCE_PATTERN } from "../../schemas/index.ts";

/** A module reference taken apart. */
export type ParsedReference =
  | { readonly kind: "dotted"; readonly parts: readonly string[]; readonly className: string }
  | { readonly kind: "relative"; readonly path: string; readonly className: string }
  | {
      readonly kind: "package";
      readonly name: string;
      /** As `exports` spells it: `.` or `./ticket`. */
      readonly subpath: string;
      readonly className: string;
    }
  | { readonly kind: "malformed"; readonly reason: string };

/** Takes `path:ClassName` apart, without looking at any file. */
export function parseReference(reference: string): ParsedReference {
  if (!MODULE_REFERENCE_PATTERN.test(reference)) {
    return { kind: "malformed", reason: reasonOf(reference) };
  }
  const colon = reference.lastIndexOf(":");
  const path = reference.slice(0, colon);
  const className = reference.slice(colon + 1);

  if (/^\.{1,2}\//.test(path)) return { kind: "relative", path, className };
  if (path.includes("/") || path.startsWith("@")) {
    return { kind: "package", ...splitSpecifier(path), className };
  }
  const parts = path.split(".");
  return parts.includes("")
    ? { kind: "malformed", reason: "a dotted path has a name on both sides of every dot" }
    : { kind: "dotted", parts, className };
}

/** A bare specifier as package name and subpath. */
export function splitSpecifier(specifier: string): {
  readonly name: string;
  readonly subpath: string;
} {
  const [name = specifier] = /^(?:@[^/]+\/)?[^/]+/.exec(specifier) ?? [];
  return { name, subpath: `.${specifier.slice(name.length)}` };
}

function reasonOf(reference: string): string {
  if (/[\r\n]/.test(reference)) return "a module reference is one line";
  const colon = reference.lastIndexOf(":");
  if (colon === -1) {
    return "the class is missing: write path:ClassName, e.g. ./plugins/ticket.ts:Ticket";
  }
  const className = reference.slice(colon + 1);
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(className)) {
    return className === ""
      ? "the class is missing after the colon"
      : `${JSON.stringify(className)} cannot be the name of a class`;
  }
  return "the path is neither dotted (acme.plugins.ticket), nor relative (./plugins/ticket.ts), nor in a package (@acme/plugins/ticket)";
}
