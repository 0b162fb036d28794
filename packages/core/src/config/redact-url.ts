const HIDDEN = '***';
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const SECRET_NAME = /pass|pwd|secret|token|key|credential|auth|signature/i;

/**
 * A database URL without its secrets, for logs and errors: the password, and every parameter whose name looks like a
 * secret's. Where a malformed URL leaves it open what the password is, too much is hidden rather than too little. A
 * path of a `file:` URL stays as it is.
 */
export function redactUrl(url: string): string {
  const scheme = SCHEME.exec(url)?.[0];
  if (scheme === undefined) return HIDDEN;
  const isFile = scheme.toLowerCase() === 'file:';
  const rest = redactParameters(isFile ? url.slice(scheme.length) : redactUser(url.slice(scheme.length)));
  // Two lines that became one.
  return scheme + rest.replace(/[a-z][a-z0-9+.-]*:\/\/.*$/is, HIDDEN);
}

/** A text of somebody else's, with the secrets of every URL in it hidden. */
export function redactUrls(text: string): string {
  return text.replaceAll(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, redactUrl);
}

/** A password may hold a raw `/`, `?`, `#` or `@`, so it ends at the last `@` of all. */
function redactUser(rest: string): string {
  const end = rest.lastIndexOf('@');
  if (end < 0) return redactStrayPassword(rest);
  const user = rest.startsWith('//') ? (/^\/\/[^:/?#@]*(?=:)/.exec(rest)?.[0] ?? plainUser(rest, end)) : null;
  if (user === null) return `${HIDDEN}${rest.slice(end)}`;
  return user === rest.slice(0, end) ? rest : `${user}:${HIDDEN}${rest.slice(end)}`;
}

/** Without a host, what stands in a port's place is no port but a password. */
function redactStrayPassword(rest: string): string {
  return rest.replace(/^(\/\/[^:/?#;]*):(?!\d*(?:[/?#;]|$)).*$/s, `$1:${HIDDEN}`);
}

/** A user without a password; null where it is no such thing. */
function plainUser(rest: string, end: number): string | null {
  const user = rest.slice(0, end);
  return /^\/\/[^:/?#@]*$/.test(user) ? user : null;
}

/** A part of a URL without the values of parameters whose names look like a secret's. */
export function redactParameters(rest: string): string {
  return rest.replaceAll(/([?&;#])([^=?&;#]*)=([^&;]*)/g, (whole, separator: string, name: string) =>
    SECRET_NAME.test(decoded(name)) ? `${separator}${name}=${HIDDEN}` : whole,
  );
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
