/** The same URL with another database; one without secrets stays without. */
export function urlWithDatabase(url: string, database: string): string {
  const [, server = url, rest = ''] = /^([a-z]+:\/\/[^/?#]*)(?:\/[^?#]*)?(.*)$/is.exec(url) ?? [];
  return `${server}/${encodeURIComponent(database)}${rest}`;
}

interface ShownUrl {
  readonly url: string;
  /** For people; without secrets. */
  readonly display: string;
}

/** A URL that names a schema, if only the one that is given. */
export function urlWithSchema({ url, display }: ShownUrl, schema: string): ShownUrl {
  if (schema === 'public' || /[?&]schema=/.test(url)) return { url, display };
  const end = `${url.includes('?') ? '&' : '?'}schema=${encodeURIComponent(schema)}`;
  return { url: url + end, display: display + end };
}
