import type { ClassFacts } from "../../registry/modules/index.ts";
import { hookHandledBy } from "../workspace/index.ts";
import type { Finding } from "./finding.ts";
import type { Check, EntryCheck, SourceSubject } from "./subject.ts";

/** Does the class handle a hook that something fires, and that the entry's own list leaves out? */
export const checkUnlistedHooks: EntryCheck = {
  name: "unlisted hooks",
  find: ({ item, entry, lookup }, { fired }) => {
    // An empty list says nothing: the class's own counts.
    const listed = entry.hooks ?? [];
    if (listed.length === 0 || lookup?.kind !== "found" || lookup.isPlugin !== "yes") return [];
    const left = handledOf(lookup.facts, fired).filter((hook) => !listed.includes(hook));
    // Where the list stands is asked for only when something is to be said about it.
    const span = left.length > 0 ? item.spansAt(["hooks"])?.key : null;
    return left.map((hook): Finding => ({
      code: "hook/not-listed",
      severity: "information",
      message: `${lookup.facts.name} handles ${hook}, which this list leaves out: it is not called for it.`,
      span: span ?? item.headSpan,
      data: { hook },
    }));
  },
};

/** The same in the source: a method for a hook that the class does not declare is never called. */
export const checkSourceUnlistedHooks: Check<SourceSubject> = {
  name: "undeclared hooks in the source",
  find: ({ facts, uses, fired }) =>
    (facts?.classes ?? []).flatMap((declared) => {
      const isUsed = uses.some(({ className }) => className === declared.name);
      const { hooks } = declared;
      if (!isUsed || !declared.declares.has("hooks") || !hooks) return [];
      return declared.methods.flatMap((method): Finding[] => {
        const hook = hookHandledBy(method, fired);
        if (hook === null || hooks.some(({ name }) => name === hook)) return [];
        return [
          {
            code: "hook/not-listed",
            severity: "warning",
            message: `${declared.name} does not declare the hook ${hook}: unless its entry lists it, this method is not called for it.`,
            span: method.span,
            data: { hook },
          },
        ];
      });
    }),
};

const handledOf = ({ methods }: ClassFacts, fired: ReadonlySet<string>): string[] =>
  methods.map((method) => hookHandledBy(method, fired)).filter((hook) => hook !== null);
