import type { ClassFacts } from "../../registry/modules/index.ts";

/** What a class says about itself, as Markdown. */
export function describeClass(facts: ClassFacts): string {
  const heading = [`**${facts.name}**`, facts.version && `version ${facts.version}`];
  const lists = [
    listed("Hooks", facts.hooks),
    listed("Requires", facts.requiredSecrets),
    listed("Emits", facts.emits),
    listed(
      "Routes",
      facts.routes.map(({ method, name }) => ({ name: `${method} ${name}` })),
    ),
  ];
  return paragraphs(
    heading.filter(Boolean).join(" · "),
    facts.documentation ?? facts.description,
    lists.filter(Boolean).join("  \n"),
  );
}

/** Markdown paragraphs of what is there. */
export function paragraphs(...parts: readonly (string | null | undefined | false)[]): string {
  return parts.filter(Boolean).join("\n\n");
}

/** A value in a code span, whatever backticks it holds. */
export function code(text: string): string {
  const fence = text.includes("`") ? "``" : "`";
  return `${fence}${text}${fence}`;
}

function listed(label: string, names: readonly { readonly name: string }[] | null): string | null {
  if (!names || names.length === 0) return null;
  return `${label}: ${names.map(({ name }) => code(name)).join(", ")}`;
}
