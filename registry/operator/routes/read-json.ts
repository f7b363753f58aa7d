import type { App } from "./app.ts";
import { isNestedTooDeeply, NestedTooDeeply } from "./nesting.ts";

/** Bodies are JSON. An empty one is none, whatever its type says: clients of Agent PM send such. */
export function readJson(app: App): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ["application/json", "application/merge-patch+json"],
    { parseAs: "string" },
    (request, body: string, done) => {
      if (body === "") done(null, undefined);
      else if (isNestedTooDeeply(body)) done(new NestedTooDeeply());
      else void parse(request, body, done);
    },
  );
}
