import { expect, test } from "vitest";
import { createMarkerMemory, MarkerReader } from "../../../registry/runtimes/index.ts";
import { MarkerWriter } from "../../../registry/runtimes/worker/call-marker.ts";

function marker(nameOf: (slot: number) => string | null): {
  writer: MarkerWriter;
  reader: MarkerReader;
} {
  const memory = createMarkerMemory();
  return { writer: new MarkerWriter(memory, nameOf), reader: new MarkerReader(memory) };
}

test("another thread reads who runs, outermost first, and that something changed", () => {
  const { writer, reader } = marker((slot) => `plugin ${slot}`);
  const before = reader.read().sequence;

  writer.enter(3);
  writer.enter(700);

  expect(reader.read()).toMatchObject({ running: ["plugin 3", "plugin 700"] });
  expect(reader.read().sequence).not.toBe(before);
  writer.leave();
  expect(reader.read().running).toEqual(["plugin 3"]);
  writer.leave();
  expect(reader.read().running).toEqual([]);
});

test("calls nested deeper than there is room for are counted all the same", () => {
  const { writer, reader } = marker((slot) => `plugin ${slot}`);
  for (let depth = 0; depth < 100; depth += 1) writer.enter(1);
  for (let depth = 0; depth < 100; depth += 1) writer.leave();

  expect(reader.read().running).toEqual([]);
});

test("a slot that another plugin has now is read with the new name", () => {
  let name = "old";
  const { writer, reader } = marker(() => name);
  writer.enter(0);
  writer.leave();
  name = "ünïcode 🔌";
  writer.forgetNames();
  writer.enter(0);

  expect(reader.read().running).toEqual(["ünïcode 🔌"]);
});

test("only entering from outside of plugin code is told", () => {
  const { writer } = marker(() => "one");
  let entered = 0;
  writer.onEnter = () => {
    entered += 1;
  };
  writer.enter(0);
  writer.enter(0);
  writer.leave();
  writer.leave();
  writer.enter(0);

  expect(entered).toBe(2);
});
