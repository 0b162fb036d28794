import pluralize from 'pluralize';

/** The default name of the field that a model's relation gets on the other side: `BlogPost` gives `blogPosts`. */
export function oppositeName(model: string, arity: 'list' | 'optional'): string {
  const name = lowerCamelCase(model);
  return arity === 'list' ? pluralize(name) : name;
}

/** `BlogPost`, `blog_post` and `blog-post` give `blogPost`; `HTTPLog` gives `httpLog`. */
export function lowerCamelCase(name: string): string {
  if (/^[A-Z][a-z0-9][A-Za-z0-9]*$/.test(name)) return name.slice(0, 1).toLowerCase() + name.slice(1);
  const [first = '', ...others] = name.split(/[_-]+/).filter((word) => word !== '');
  const start = first.replace(/^\p{Lu}+(?=\p{Lu}\p{Ll})|^\p{Lu}+/u, (capitals) => capitals.toLowerCase());
  return start + others.map(upperFirst).join('');
}

/** `audit-log` gives `AuditLog`. */
export function upperCamelCase(name: string): string {
  return name.split(/[_-]+/).map(upperFirst).join('');
}

/** The word with a capital first letter. */
export function upperFirst(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
