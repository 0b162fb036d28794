import pluralize from 'pluralize';

/** The name in the database that a model or enum of an extension gets: `BlogPost` of blog and `Post` of blog give `blog_posts`. */
export function tableName(extension: string, name: string): string {
  const prefix = extension.replaceAll('-', '_');
  const words = snakeCase(name).split('_');
  const plural = [...words.slice(0, -1), pluralize(words.at(-1) ?? '')].join('_');
  return plural.startsWith(`${prefix}_`) ? plural : `${prefix}_${plural}`;
}

/** `BlogPost` gives `blog_post`, `HTTPLog` gives `http_log`. */
export function snakeCase(name: string): string {
  return name
    .replaceAll(/(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, '_')
    .split(/[_-]+/)
    .filter((word) => word !== '')
    .join('_')
    .toLowerCase();
}
