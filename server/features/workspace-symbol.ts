import { SymbolKind, type WorkspaceSymbol } from "vscode-languageserver";
import type { Feature } from "./feature.ts";

/** The entries of every manifest, by their names. */
export const workspaceSymbol: Feature = {
  capabilities: { workspaceSymbolProvider: true },

  register: ({ connection, workspace }) =>
    connection.onWorkspaceSymbol(({ query }): WorkspaceSymbol[] => {
      const wanted = query.toLowerCase();
      return [...workspace.manifests.all()].flatMap((file) =>
        file.manifest.items
          .filter(({ name }) => name.toLowerCase().includes(wanted))
          .map((item) => ({
            name: item.name,
            kind: SymbolKind.Class,
            location: { uri: file.uri, range: file.rangeOf(item.headSpan) },
          })),
      );
    }),
};
