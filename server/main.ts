import path from "node:path";
import { connectToEditor } from "./base/index.ts";
import { serve } from "./serve.ts";

serve(connectToEditor(), {
  environment: process.env,
  openIndex: async () => {
    // Reading sources needs grammars: they are loaded for the first source, not before the first diagnostics.
    const { createModuleIndex, grammarsIn } = await import("../registry/modules/index.ts");
    return createModuleIndex(grammarsIn(path.join(__dirname, "wasm")));
  },
});
