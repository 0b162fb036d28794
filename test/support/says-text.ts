/** Waits until a process has printed something. */
export function saysText(stream: NodeJS.ReadableStream, wanted: string): Promise<void> {
  let text = '';
  return new Promise((resolve) => {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes(wanted)) resolve();
    });
  });
}
