import { connectToEditor } from "./base/index.ts";
import { serve } from "./serve.ts";

serve(connectToEditor(), {
  environment: process.env,
  // TODO: open the index of registry/modules as soon as it stands; until then classes are unknown.
  openIndex: () => new Promise(() => undefined),
});
