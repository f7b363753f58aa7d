/**
 * Has a thread go on each time that a debugger halts it, until nothing listens at `url` any more or what is returned is called: a
 * thread that is halted can neither answer nor end. `url` is that of the thread's own inspector.
 */
export function keepRunning(url: string): () => void {
  // Node 20 has none; no editor runs on it.
  if (typeof WebSocket === "undefined") return () => undefined;
  const socket = new WebSocket(url);
  let count = 0;
  const send = (method: string): void => {
    count += 1;
    socket.send(JSON.stringify({ id: count, method, params: {} }));
  };
  socket.addEventListener("open", () => {
    send("Debugger.enable");
  });
  socket.addEventListener("message", ({ data }) => {
    const { method } = JSON.parse(String(data)) as { method?: string };
    if (method === "Debugger.paused") send("Debugger.resume");
  });
  // Nobody listens any more: nobody halts it either.
  socket.addEventListener("error", () => undefined);
  return () => socket.close();
}
