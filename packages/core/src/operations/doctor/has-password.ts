/** Hosts whose passwords open nothing to others. */
const LOCAL = /^(?:localhost|127(?:\.\d+){3}|\[::1\]|0\.0\.0\.0)?(?:[:/?]|$)/i;

/** Whether a text has a database URL with a password in it; one of this machine, or a placeholder, is none. */
export function hasPassword(text: string): boolean {
  return [...text.matchAll(/\b[a-z][a-z0-9+]*:\/\/[^\s:/@'"`]+:([^\s'"`@/]+)@([^\s'"`]*)/gi)].some(
    ([, password = '', host = '']) => !LOCAL.test(host) && !isPlaceholder(password),
  );
}

function isPlaceholder(password: string): boolean {
  return /\$\{|^\$\w|^<.*>$|^(?:\*+|x+|\.+|password|secret|changeme|your[-_]?password)$/i.test(password);
}
