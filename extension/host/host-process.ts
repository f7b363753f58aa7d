import { fork, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { createBirpc } from "birpc";
import type { EditorCalls, EditorEvents } from "../../schemas/index.ts";
import { CallDeadline } from "./call-deadline.ts";
import { openHostStreams } from "./host-streams.ts";

/** The host gives `onDisable` of every plugin 2 s and then exits by itself. */
const SHUTDOWN_DEADLINE_MS = 3_000;

/** What Node.js writes to stderr when the plugins' thread listens for a debugger: it is nobody's log, and tells the address. */
const INSPECTOR_LINE =
  /^(?:Debugger (?:listening|attached|ending)|For help, see:|Waiting for the debugger)/u;

/** For what the host has written before its end to arrive. */
const LAST_WORDS_MS = 500;

export interface HostExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last line that the host wrote to stderr. */
  readonly lastWords: string;
}

export interface HostProcess {
  readonly processId: number;
  /** A call rejects when the process ends before it has answered; what plugins do is in the answers. */
  readonly calls: EditorCalls;
  /** Settles as soon as the process is known to be gone, or to be going: no code of it runs any more. Never rejects. */
  readonly gone: Promise<void>;
  /** How it ended, a moment later: what it said last has been read by then. Never rejects. */
  readonly exited: Promise<HostExit>;
  /** Asks the host to end, and ends it when it does not. Settles when the process is gone. */
  close(): Promise<void>;
}

export interface HostStart {
  /** Absolute path of `host.js`. */
  readonly file: string;
  readonly events: EditorEvents;
  /** A line that the host wrote outside the protocol. */
  readonly onOutput: (line: string) => void;
}

/** Starts a registry host. It exits by itself when the extension host's end of the channel closes. */
export function startHost({ file, events, onOutput }: HostStart): HostProcess {
  const streams = openHostStreams();
  const child = fork(file, streams.args, {
    serialization: "advanced",
    // Not the editor's own. With flags of its own V8 would take nothing that was compiled elsewhere.
    execArgv: [],
    stdio: streams.stdio,
    // VS Code's own executable is Electron: with these it runs as plain Node.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1", ELECTRON_NO_ASAR: "1" },
  });
  streams.dispose();
  let lastWords = "";
  let isClosing = false;
  forEachLine(child, "stdout", onOutput);
  forEachLine(child, "stderr", (line) => {
    if (INSPECTOR_LINE.test(line)) return;
    if (line.trim() !== "") lastWords = line.trim();
    onOutput(line);
  });

  const rpc = connect(child, events);
  const gone = new Promise<void>((resolve) => {
    const settle = (): void => {
      rpc.$close(new Error("the registry host has ended"));
      resolve();
    };
    child.once("exit", settle);
    // The system closes the channel of a process that died before it has cleared up after it.
    child.once("disconnect", () => {
      if (isClosing) return;
      child.kill("SIGKILL");
      settle();
    });
    child.once("error", () => {
      if (child.pid === undefined) settle();
    });
  });
  const exited = new Promise<HostExit>((resolve) => {
    const settle = (code: number | null, signal: NodeJS.Signals | null): void => {
      resolve({ code, signal, lastWords });
    };
    child.once("close", settle);
    // A host that ends by itself is to have its last words read first. But Node does not emit "close" when this end of the
    // channel was the first to disconnect, and not before every process that a plugin started has let go of the streams.
    child.once("exit", (code, signal) => {
      if (isClosing) settle(code, signal);
      else setTimeout(() => settle(code, signal), LAST_WORDS_MS).unref();
    });
    child.once("error", (error) => {
      lastWords = error.message;
      if (child.pid === undefined) settle(null, null);
    });
  });

  return {
    processId: child.pid ?? 0,
    calls: rpc,
    gone,
    exited,
    async close() {
      isClosing = true;
      const kill = setTimeout(() => child.kill("SIGKILL"), SHUTDOWN_DEADLINE_MS);
      // A rejection says that the process ended first, which is all that was asked for.
      await Promise.race([rpc.shutdown().catch(() => undefined), exited]);
      if (child.connected) child.disconnect();
      await exited;
      clearTimeout(kill);
    },
  };
}

function connect(child: ChildProcess, events: EditorEvents) {
  const deadline = new CallDeadline();
  return createBirpc<EditorCalls, EditorEvents>(events, {
    timeout: -1,
    onRequest: (request, next) => deadline.keep(request.m, next()),
    on: (receive) => child.on("message", receive),
    // After the process ended there is nobody to tell; the pending call is rejected by `$close`.
    post: (message) => {
      if (child.connected) child.send(message, () => undefined);
    },
  });
}

function forEachLine(
  child: ChildProcess,
  stream: "stdout" | "stderr",
  take: (line: string) => void,
): void {
  const input = child[stream];
  if (input) createInterface({ input }).on("line", take);
}
