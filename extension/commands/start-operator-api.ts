import { env, window } from "vscode";
import type { RunningCommand } from "./command.ts";
import { copyAsCurl } from "./copy-as-curl.ts";

const COPY_URL = "Copy URL";
const COPY_KEY = "Copy Key";
const COPY_AS_CURL = "Copy as curl…";

/** Opens the operator API over this window's registry, and says where it is and what opens it. */
export const startOperatorApi: RunningCommand = {
  id: "patchbay.startOperatorApi",
  needs: "registry",
  async run(context) {
    const state = await context.operatorApi.open();
    if (state.kind === "failed") {
      void window.showErrorMessage(`Patchbay: the operator API is not open. ${state.message}`);
      return;
    }
    if (state.kind !== "open") return; // The registry ended meanwhile; it opens with the next one.
    const { url, key } = state;
    // The command is over, whether or not anybody answers.
    void window
      .showInformationMessage(
        `Patchbay: the operator API is open at ${url}. Key: ${key}`,
        COPY_AS_CURL,
        COPY_URL,
        COPY_KEY,
      )
      .then((choice) => (choice === undefined ? undefined : copy(choice)));

    async function copy(choice: typeof COPY_AS_CURL | typeof COPY_URL | typeof COPY_KEY) {
      switch (choice) {
        case COPY_URL:
          return env.clipboard.writeText(url);
        case COPY_KEY:
          return env.clipboard.writeText(key);
        case COPY_AS_CURL:
          return copyAsCurl.run(context, undefined);
      }
    }
  },
};
