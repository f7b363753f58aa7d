import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { generatedPositionFor, originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { onTestFinished } from "vitest";

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Script {
  readonly scriptId: string;
  readonly url: string;
  readonly sourceMapURL?: string;
}

interface Place {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** A halt, as the author of the code sees it: lines from 1. */
export interface Halt {
  readonly file: string;
  readonly line: number;
  readonly functionName: string;
  /** What an expression is worth where the code was halted. */
  readonly evaluate: (expression: string) => Promise<unknown>;
}

/** What an editor's debugger does, over V8's own protocol: it finds scripts by their source maps and nothing else. */
export interface InspectorClient {
  /** Halts before this line of a source, in all scripts that were made of it so far. Answers how many those are. */
  readonly breakAt: (file: string, line: number) => Promise<number>;
  /** The next halt. */
  readonly halted: () => Promise<Halt>;
  readonly step: () => Promise<void>;
  readonly resume: () => Promise<void>;
  /** Scripts that were made of a source. */
  readonly scriptsOf: (file: string) => readonly Script[];
  readonly close: () => Promise<void>;
  /** Settles when the other side ends the connection. */
  readonly ended: Promise<void>;
}

export async function attachInspector(url: string): Promise<InspectorClient> {
  const socket = new WebSocket(url);
  onTestFinished(() => socket.close());
  const answers = new Map<number, (message: Message) => void>();
  const scripts: (Script & { readonly map: TraceMap })[] = [];
  const halts: Halt[] = [];
  const waiting: ((halt: Halt) => void)[] = [];
  let count = 0;

  const send = async <Result>(method: string, params: object = {}): Promise<Result> => {
    const id = ++count;
    const answer = new Promise<Message>((resolve) => answers.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await answer;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result as Result;
  };
  const take = ({ id, method, params, ...rest }: Message): void => {
    if (id !== undefined) return answers.get(id)?.(rest);
    if (method === "Debugger.scriptParsed") {
      const script = params as Script;
      const map = mapOf(script);
      if (map) scripts.push({ ...script, map });
    } else if (method === "Debugger.paused") {
      const { callFrames } = params as { callFrames: readonly Frame[] };
      const halt = haltAt(callFrames);
      const next = waiting.shift();
      if (next) next(halt);
      else halts.push(halt);
    }
  };
  const haltAt = ([frame]: readonly Frame[]): Halt => {
    if (!frame) throw new Error("Code that is halted has a frame.");
    const { location, functionName, callFrameId } = frame;
    const map = scripts.find(({ scriptId }) => scriptId === location.scriptId)?.map;
    const { source, line } = map
      ? originalPositionFor(map, { line: location.lineNumber + 1, column: location.columnNumber })
      : { source: null, line: null };
    return {
      file: source === null ? "" : fileURLToPath(source),
      line: line ?? 0,
      functionName,
      evaluate: async (expression) => {
        const { result } = await send<{ result: { value?: unknown } }>(
          "Debugger.evaluateOnCallFrame",
          { callFrameId, expression, returnByValue: true },
        );
        return result.value;
      },
    };
  };
  const scriptsOf = (file: string): typeof scripts =>
    scripts.filter(({ map }) => map.sources.includes(pathToFileURL(file).href));

  socket.addEventListener("message", ({ data }) => take(JSON.parse(String(data)) as Message));
  const ended = new Promise<void>((resolve) => {
    socket.addEventListener("close", () => resolve());
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("error", () => reject(new Error(`Nobody listens at ${url}.`)));
  });
  await send("Debugger.enable");
  return {
    async breakAt(file, line) {
      const source = pathToFileURL(file).href;
      const found = scriptsOf(file);
      for (const { scriptId, map } of found) {
        const place = generatedPositionFor(map, { source, line, column: 0, bias: 1 });
        if (place.line === null) throw new Error(`No code was made of line ${line}.`);
        const location: Place = {
          scriptId,
          lineNumber: place.line - 1,
          columnNumber: place.column,
        };
        await send("Debugger.setBreakpoint", { location });
      }
      return found.length;
    },
    halted: () => {
      const halt = halts.shift();
      return halt ? Promise.resolve(halt) : new Promise((resolve) => waiting.push(resolve));
    },
    step: () => send("Debugger.stepOver"),
    resume: () => send("Debugger.resume"),
    scriptsOf,
    close: () => {
      socket.close();
      return ended;
    },
    ended,
  };
}

interface Frame {
  readonly functionName: string;
  readonly callFrameId: string;
  readonly location: Place;
}

/** Null for scripts that no plugin is made of. */
function mapOf({ sourceMapURL = "" }: Script): TraceMap | null {
  if (!sourceMapURL.startsWith("file:")) return null;
  return new TraceMap(readFileSync(fileURLToPath(sourceMapURL), "utf8"));
}
