import { expect, test } from "vitest";
import { fireSpanOf, type CarriedSpan } from "../../../registry/otel/index.ts";
import { traceThread } from "../../../registry/otel/thread/index.ts";
import { items, pluginOf, registryOf } from "../kernel/support.ts";

const sampler = { ratio: 1, followsParent: true };
const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const CALLER = "b7ad6b7169203331";

test("a fire has the span that was chosen for it, and what is fired in it has others of the same trace", async () => {
  const spans: CarriedSpan[] = [];
  const tracing = traceThread({
    sampler,
    clean: (text) => text,
    send: (more) => spans.push(...more),
  });
  const { registry } = registryOf(
    {
      A: pluginOf({ ping: async () => void (await registry.emit("pong", {})) }),
      B: pluginOf({ pong: () => undefined }),
    },
    { observer: tracing.observer },
  );
  await registry.load(items({ name: "a", module: "a:A" }, { name: "b", module: "b:B" }));

  const origin = { traceparent: `00-${TRACE_ID}-${CALLER}-01` };
  for (const from of [origin, undefined]) {
    const chosen = fireSpanOf(from, sampler);
    await tracing.within(from, chosen, () => registry.fireAndWait("ping", {}));
    // Nobody chose for this one.
    await registry.fireAndWait("pong", {});
    tracing.flush();
    const [pong, ...rest] = spans.filter(({ name }) => name === "fire pong").toReversed();
    const fire = spans.find(({ name }) => name === "fire ping");
    expect(fire?.context).toMatchObject({ traceId: chosen.traceId, spanId: chosen.spanId });
    expect(fire?.parent?.spanId ?? null).toBe(from ? CALLER : null);
    expect(spans.find(({ name }) => name === "call a")?.parent?.spanId).toBe(chosen.spanId);
    expect(rest.map(({ context }) => context.traceId)).toEqual([chosen.traceId]);
    expect(rest[0]?.context.spanId).not.toBe(chosen.spanId);
    expect(pong?.context.traceId).not.toBe(chosen.traceId);
    spans.length = 0;
  }
});
