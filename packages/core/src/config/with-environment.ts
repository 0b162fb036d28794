import { AsyncLocalStorage } from 'node:async_hooks';

/** What `process.env` is to the work that runs inside {@link withEnvironment}. */
const inside = new AsyncLocalStorage<NodeJS.ProcessEnv>();

/**
 * Does work to which `process.env` is another environment. To everything else that goes on in the process meanwhile it is
 * what it was: another workspace would else be sent to the database of this one.
 */
export async function withEnvironment<Result>(seen: NodeJS.ProcessEnv, work: () => Promise<Result>): Promise<Result> {
  const outer = process.env;
  const shown = insteadOf(outer);
  process.env = shown;
  try {
    return await inside.run(seen, work);
  } finally {
    // Someone may have replaced it since.
    if (process.env === shown) process.env = outer;
  }
}

function insteadOf(outer: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const current = (): NodeJS.ProcessEnv => inside.getStore() ?? outer;
  return new Proxy<NodeJS.ProcessEnv>(
    {},
    {
      get: (_target, name) => Reflect.get(current(), name),
      set: (_target, name, value) => Reflect.set(current(), name, value),
      has: (_target, name) => Reflect.has(current(), name),
      deleteProperty: (_target, name) => Reflect.deleteProperty(current(), name),
      defineProperty: (_target, name, property) => Reflect.defineProperty(current(), name, property),
      ownKeys: () => Reflect.ownKeys(current()),
      // What is not in the target may only be shown as what could go away again.
      getOwnPropertyDescriptor: (_target, name) => {
        const property = Reflect.getOwnPropertyDescriptor(current(), name);
        return property && { ...property, configurable: true };
      },
    },
  );
}
