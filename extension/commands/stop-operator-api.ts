import type { PlainCommand } from "./command.ts";

/** Closes the operator API. The registry goes on. */
export const stopOperatorApi: PlainCommand = {
  id: "patchbay.stopOperatorApi",
  needs: "nothing",
  run: ({ operatorApi }) => operatorApi.close(),
};
