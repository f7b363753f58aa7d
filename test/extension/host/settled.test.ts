import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { settled } from "../../../extension/host/settled.ts";
import type { RegistryState } from "../../../extension/host/state.ts";

type Token = NonNullable<Parameters<typeof settled>[1]>;

const STARTING: RegistryState = { kind: "starting" };
const ABSENT: RegistryState = { kind: "absent", reason: "untrusted" };
const RETRIED: RegistryState = { kind: "stopped", reason: "a crash", retryInMs: 1_000 };
const STOPPED: RegistryState = { kind: "stopped", reason: "crashes", retryInMs: null };

/** An event as the editor has them, and how many hear it. */
function event<Value>() {
  const emitter = new EventEmitter();
  const on = (listener: (value: Value) => void) => {
    emitter.on("event", listener);
    return { dispose: () => void emitter.off("event", listener) };
  };
  return {
    on,
    fire: (value: Value) => void emitter.emit("event", value),
    heardBy: () => emitter.listenerCount("event"),
  };
}

function registryIn(state: RegistryState) {
  const changed = event<RegistryState>();
  const registry = { state, onDidChangeState: changed.on };
  const become = (next: RegistryState): void => {
    registry.state = next;
    changed.fire(next);
  };
  return { registry, become, heardBy: changed.heardBy };
}

test("a registry that starts is waited for until it is known what becomes of it", async () => {
  const { registry, become, heardBy } = registryIn(STARTING);
  const state = settled(registry);
  become(RETRIED);
  become(STARTING);
  expect(heardBy()).toBe(1);
  become(ABSENT);
  expect(await state).toEqual(ABSENT);
  expect(heardBy()).toBe(0);
});

test.each([ABSENT, STOPPED])("one that is $kind for good is not waited for", async (state) => {
  const { registry, heardBy } = registryIn(state);
  const answer = settled(registry);
  expect(heardBy()).toBe(0);
  expect(await answer).toEqual(state);
});

test("nobody waits any longer than until it is cancelled", async () => {
  const { registry, heardBy } = registryIn(STARTING);
  const cancelled = event<unknown>();
  const token: Token = {
    isCancellationRequested: false,
    onCancellationRequested: cancelled.on,
  };
  const state = settled(registry, token);
  cancelled.fire(undefined);
  expect(await state).toEqual(STARTING);
  expect([heardBy(), cancelled.heardBy()]).toEqual([0, 0]);
  expect(await settled(registry, { ...token, isCancellationRequested: true })).toEqual(STARTING);
});
