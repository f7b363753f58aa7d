import type { Node } from "web-tree-sitter";
import { partsOf } from "../nodes.ts";

/** What a call is of, as it is written. */
export const calleeOf = (call: Node): string => call.childForFieldName("function")?.text ?? "";

/** The arguments of a call, those with a keyword included. */
export function argumentsOf(call: Node): readonly Node[] {
  const list = call.childForFieldName("arguments");
  return list ? partsOf(list) : [];
}

/** The values of the arguments that have a keyword. */
export function keywordsOf(call: Node): ReadonlyMap<string, Node> {
  return new Map(
    argumentsOf(call).flatMap((argument) => {
      const name = argument.childForFieldName("name");
      const value = argument.childForFieldName("value");
      return argument.type === "keyword_argument" && name && value
        ? [[name.text, value] as const]
        : [];
    }),
  );
}
