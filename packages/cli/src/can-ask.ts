/** What decides whether anyone can be asked. */
export interface PromptConditions {
  readonly isInteractive: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Whether there is someone to ask. */
export function canAsk({ isInteractive, environment, json, quiet }: PromptConditions): boolean {
  const ci = environment['CI'];
  const isCi = ci !== undefined && ci !== '' && ci !== '0' && ci !== 'false';
  return isInteractive && !isCi && !json && !quiet;
}
