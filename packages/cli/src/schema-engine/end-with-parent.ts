const LOOK_AGAIN_MS = 100;

/**
 * What comes from the process that has started this one. It may end its requests and still wait for answers; where it is
 * gone itself, killed perhaps, `onOrphaned` is called, so that nothing goes on that nobody knows of.
 */
export async function* endWithParent(
  input: AsyncIterable<Uint8Array | string>,
  onOrphaned: () => void,
): AsyncGenerator<Uint8Array | string> {
  const parent = process.ppid;
  yield* input;
  // Its pipes are closed a moment before it is gone.
  const looking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looking);
    onOrphaned();
  }, LOOK_AGAIN_MS);
  looking.unref();
}
