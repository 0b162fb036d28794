import { redactUrl } from '../../config/redact-url.js';

const HIDDEN = '***';

/** A text without the secrets of the given URLs, in whatever form they are in it. */
export function hideSecrets(text: string, urls: readonly string[]): string {
  let hidden = text;
  for (const url of urls) {
    hidden = hidden.replaceAll(url, redactUrl(url));
    for (const secret of secretsOf(url)) hidden = hidden.replaceAll(secret, HIDDEN);
  }
  return hidden;
}

/** The value of a JSON text, with secrets taken out of every string in it. */
export function parseWithout(json: string, hide: (text: string) => string): unknown {
  return JSON.parse(json, (_key, value: unknown) => (typeof value === 'string' ? hide(value) : value));
}

/** What {@link redactUrl} hides of a URL, as it stands there and as the database gets it. */
function secretsOf(url: string): readonly string[] {
  const shown = redactUrl(url).split(HIDDEN).map(escaped);
  const [, ...secrets] = new RegExp(`^${shown.join('(.*)')}$`, 's').exec(url) ?? [];
  return secrets.flatMap((secret) => [secret, decoded(secret)]).filter((secret) => secret !== '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
