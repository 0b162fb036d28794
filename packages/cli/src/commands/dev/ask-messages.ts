import type { MessageAnswer, MessageRequest } from '@prisma-orchestrate/core';
import type { CallContext } from '../../command.js';

/** Asks for one message, or where there are several revisions and no answer, for one each. */
export function askMessages(
  text: NonNullable<CallContext['askText']>,
): (request: MessageRequest) => Promise<MessageAnswer> {
  return async ({ pending, signal }) => {
    const [first, ...others] = pending.map(({ extension }) => extension);
    if (first === undefined) return null;
    if (others.length === 0) return (await text(`What changed in ${first}?`, signal)) || null;
    const shared = await text(`What changed, for all ${others.length + 1} revisions (empty: one by one)?`, signal);
    if (shared !== '') return shared;
    const messages: Record<string, string> = {};
    for (const extension of [first, ...others]) {
      const message = await text(`What changed in ${extension}?`, signal);
      if (message === '') return null;
      messages[extension] = message;
    }
    return messages;
  };
}
