import {
  type ConnectionStrategy,
  createConnection,
  LSPErrorCodes,
  ProposedFeatures,
  type Connection,
} from "vscode-languageserver/node";

const TRANSPORT_FLAGS = ["--stdio", "--node-ipc", "--socket", "--pipe"];

/**
 * The connection to the editor: what the command line asks for (`--stdio`, `--node-ipc`, `--socket=PORT`,
 * `--pipe=NAME`); without a word, IPC when a parent forked this process, else stdio.
 */
export function connectToEditor(): Connection {
  const asked = process.argv.some((argument) =>
    TRANSPORT_FLAGS.some((flag) => argument === flag || argument.startsWith(`${flag}=`)),
  );
  if (!asked) process.argv.push(process.send ? "--node-ipc" : "--stdio");
  return createConnection(ProposedFeatures.all, { connectionStrategy: DROP_CANCELLED });
}

/** What is cancelled before its turn came is not worked out: editors ask anew after every key. */
const DROP_CANCELLED: ConnectionStrategy = {
  cancelUndispatched: ({ jsonrpc }) => ({
    jsonrpc,
    // Filled in by the connection.
    id: null,
    error: { code: LSPErrorCodes.RequestCancelled, message: "Cancelled before its turn." },
  }),
};
