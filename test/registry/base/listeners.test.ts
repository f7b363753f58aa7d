import { expect, it } from "vitest";
import { Listeners } from "../../../registry/base/listeners.ts";

it("tells each listener until it stops listening", () => {
  const listeners = new Listeners<[number]>();
  const heard: string[] = [];
  const stop = listeners.add((value) => heard.push(`a${value}`));
  listeners.add((value) => heard.push(`b${value}`));

  listeners.tell(1);
  stop();
  listeners.tell(2);

  expect(heard).toEqual(["a1", "b1", "b2"]);
});

it("keeps a function listening for the second who added it when the first stops", () => {
  const listeners = new Listeners();
  let calls = 0;
  const count = (): void => void (calls += 1);
  const stop = listeners.add(count);
  listeners.add(count);

  stop();
  stop();
  listeners.tell();

  expect(calls).toBe(1);
});
