import { assert, asyncProperty, constantFrom, scheduler, uniqueArray } from "fast-check";
import { expect, test } from "vitest";
import { StoredSecrets, type TextStore } from "../../../extension/secrets/stored-secrets.ts";

const SCOPE = "file:///work/shop";

/** One store that several windows write; `wait` decides when each of its answers comes. */
class SharedStore implements TextStore {
  readonly texts = new Map<string, string>();
  readonly onDidChange: ((key: string) => void)[] = [];
  readonly #wait: () => Promise<unknown>;

  constructor(wait: () => Promise<unknown> = async () => undefined) {
    this.#wait = wait;
  }

  async get(key: string): Promise<string | undefined> {
    await this.#wait();
    return this.texts.get(key);
  }

  async store(key: string, text: string): Promise<void> {
    await this.#wait();
    this.texts.set(key, text);
    for (const tell of this.onDidChange) tell(key);
  }

  async delete(key: string): Promise<void> {
    await this.#wait();
    this.texts.delete(key);
    for (const tell of this.onDidChange) tell(key);
  }
}

/** A window's secrets, which hears of every change of the store as the editor tells it. */
function openWindow(store: SharedStore, repairs: Promise<unknown>[]): StoredSecrets {
  const secrets = new StoredSecrets(store);
  store.onDidChange.push((key) => {
    const scope = StoredSecrets.scopeOf(key);
    if (scope !== null) repairs.push(secrets.repair(scope));
  });
  return secrets;
}

async function settle(repairs: Promise<unknown>[]): Promise<void> {
  for (let done = 0; done < repairs.length; done += 1) await repairs[done];
}

test("what is set is there, in its folder and in no other, until it is cleared", async () => {
  const store = new SharedStore();
  const secrets = new StoredSecrets(store);
  await secrets.set(SCOPE, "JIRA_API_TOKEN", "one");
  await secrets.set(SCOPE, "A name with spaces", "two");
  expect(await secrets.all(SCOPE)).toEqual({ JIRA_API_TOKEN: "one", "A name with spaces": "two" });
  expect(await secrets.all("file:///work/shop2")).toEqual({});
  await secrets.clear(SCOPE, "JIRA_API_TOKEN");
  await secrets.clear(SCOPE, "A name with spaces");
  expect(store.texts.size).toBe(0);
});

test("names as objects have them are names like any other", async () => {
  const secrets = new StoredSecrets(new SharedStore());
  await secrets.set(SCOPE, "constructor", "one");
  await secrets.set(SCOPE, "__proto__", "two");
  expect(new Map(Object.entries(await secrets.all(SCOPE)))).toEqual(
    new Map([
      ["__proto__", "two"],
      ["constructor", "one"],
    ]),
  );
});

test("an index that cannot be read is left as it is", async () => {
  const store = new SharedStore();
  store.texts.set(`patchbay.secrets:${SCOPE}`, '{"TOKEN":"of another version"}');
  const secrets = new StoredSecrets(store);
  await expect(secrets.set(SCOPE, "TOKEN", "new")).rejects.toThrow(/left as they are/);
  await expect(secrets.clear(SCOPE, "TOKEN")).rejects.toThrow(/left as they are/);
  expect([...store.texts.values()]).toEqual(['{"TOKEN":"of another version"}']);
  expect(await secrets.all(SCOPE)).toEqual({});
});

test("however two windows get in each other's way, no secret that one of them set is lost", async () => {
  await assert(
    asyncProperty(
      scheduler(),
      uniqueArray(constantFrom("A", "B", "C", "D"), { minLength: 2 }),
      async (turns, names) => {
        const store = new SharedStore(() => turns.schedule(Promise.resolve()));
        const repairs: Promise<unknown>[] = [];
        const windows = [openWindow(store, repairs), openWindow(store, repairs)];
        const sets = names.map(async (name, index) => {
          await windows[index % 2]?.set(SCOPE, name, `of ${name}`);
        });
        await turns.waitFor(Promise.all(sets).then(() => settle(repairs)));
        const all = await turns.waitFor(new StoredSecrets(store).all(SCOPE));
        expect(Object.keys(all).toSorted()).toEqual(names.toSorted());
      },
    ),
  );
});

test("what one window clears is not put back by the one that set it", async () => {
  await assert(
    asyncProperty(scheduler(), async (turns) => {
      const store = new SharedStore(() => turns.schedule(Promise.resolve()));
      const repairs: Promise<unknown>[] = [];
      const first = openWindow(store, repairs);
      const second = openWindow(store, repairs);
      await turns.waitFor(first.set(SCOPE, "OLD", "value"));
      const both = Promise.all([second.clear(SCOPE, "OLD"), first.set(SCOPE, "NEW", "value")]);
      await turns.waitFor(both.then(() => settle(repairs)));
      expect(await turns.waitFor(second.all(SCOPE))).toEqual({ NEW: "value" });
    }),
  );
});
