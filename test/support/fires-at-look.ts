/**
 * A signal that fires when it is looked at for the nth time. So a run is ended at every place that heeds its signal, one
 * after the other, whatever time it takes to get there.
 */
export function firesAtLook(nth: number): AbortSignal {
  const stop = new AbortController();
  const { signal } = stop;
  let looks = 0;
  Object.defineProperty(signal, 'aborted', {
    get() {
      looks += 1;
      if (looks === nth) stop.abort();
      return looks >= nth;
    },
  });
  return signal;
}
