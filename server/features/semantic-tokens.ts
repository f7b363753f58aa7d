import { SemanticTokensBuilder, type SemanticTokens } from "vscode-languageserver";
import type { Span } from "../../registry/base/text.ts";
import { spanOfHook, isRecord, keptByEntry, partsOfModule, readEntry } from "../workspace/index.ts";
import type { Feature } from "./feature.ts";
import { forManifest } from "./request.ts";

const TOKEN_TYPES = ["class", "namespace", "event", "variable"] as const;
type TokenType = (typeof TOKEN_TYPES)[number];

const tokensOf = keptByEntry((item, text): { span: Span; type: TokenType }[] => {
  const entry = readEntry(item);
  const parts = partsOfModule(item, text);
  const name = item.spansAt(["name"])?.value;
  const secrets = isRecord(entry.secretOverrides) ? Object.keys(entry.secretOverrides) : [];
  return [
    ...(name && name.end > name.start ? [{ span: name, type: "class" as const }] : []),
    ...(parts
      ? [
          { span: parts.path, type: "namespace" as const },
          { span: parts.className, type: "class" as const },
        ]
      : []),
    ...(entry.hooks ?? []).flatMap((_, index) => {
      const span = spanOfHook(item, index);
      return span ? [{ span, type: "event" as const }] : [];
    }),
    ...secrets.flatMap((secret) => {
      const span = item.spansAt(["config", "secrets", secret])?.key;
      return span ? [{ span, type: "variable" as const }] : [];
    }),
  ];
});

/** Tells plugins, modules, classes, hooks and secrets apart. */
export const semanticTokens: Feature = {
  capabilities: {
    semanticTokensProvider: {
      legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [] },
      full: true,
      range: false,
    },
  },

  register: (context) =>
    context.connection.languages.semanticTokens.on(
      async (params, token): Promise<SemanticTokens> =>
        (await answer(context)(params, token)) ?? { data: [] },
    ),
};

const answer = (
  context: Parameters<Feature["register"]>[0],
): ReturnType<typeof forManifest<{ textDocument: { uri: string } }, SemanticTokens>> =>
  forManifest(context, "semantic tokens", (file) => {
    const builder = new SemanticTokensBuilder();
    const tokens = file.manifest.items.flatMap((item) => tokensOf(item, file.text));
    for (const { span, type } of tokens.toSorted(
      (one, other) => one.span.start - other.span.start,
    )) {
      const { start, end } = file.rangeOf(span);
      // The protocol knows no token of several lines.
      if (start.line !== end.line) continue;
      const length = end.character - start.character;
      builder.push(start.line, start.character, length, TOKEN_TYPES.indexOf(type), 0);
    }
    return builder.build();
  });
