import type { TextEdit } from "../../registry/base/text.ts";
import type { ClassFacts } from "../../registry/modules/index.ts";
import type { FixProvider } from "./fix.ts";

/** In a source: a method for a hook that its class does not declare. Adds the hook to the class's list. */
export const declareHook: FixProvider = async ({
  code,
  data,
  diagnostic,
  file,
  known,
  workspace,
}) => {
  const { hook } = data;
  if (code !== "hook/not-listed" || typeof hook !== "string" || known || !file.file) return [];
  const facts = await workspace.classes.factsOf(file.file);
  const offset = file.offsetAt(diagnostic.range.start);
  const declaring = facts?.classes.find(({ methods }) =>
    methods.some(({ span }) => span.start === offset),
  );
  const edit = declaring && editOf(declaring, hook, file.text);
  return edit ? [{ title: `Add ${hook} to the hooks of ${declaring.name}`, edits: [edit] }] : [];
};

function editOf({ hooks, span, body }: ClassFacts, hook: string, text: string): TextEdit | null {
  const last = hooks?.findLast(({ file }) => file === undefined);
  if (last) {
    const { start, end } = last.span;
    const quote = text.charAt(end);
    // A name that stands in a constant is not written in the list.
    const isInList = /["'`]/.test(quote) && body && start > body.start && end < body.end;
    if (!isInList) return null;
    return { span: { start: end + 1, end: end + 1 }, newText: `, ${quote}${hook}${quote}` };
  }
  const empty = /\bhooks\b[^=\n]*=\s*([[(])\s*[\])]/.exec(text.slice(span.start, body?.end));
  if (!empty || hooks?.length !== 0) return null;
  const [whole, bracket = ""] = empty;
  const at = span.start + empty.index + whole.lastIndexOf(bracket) + 1;
  const comma = bracket === "(" ? "," : "";
  return { span: { start: at, end: at }, newText: `"${hook}"${comma}` };
}
