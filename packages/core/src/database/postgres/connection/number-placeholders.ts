/** Quoted text, comments and dollar-quoted text, in which a `?` is no placeholder; and placeholders. */
const TOKEN = /'[^']*'|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|\?/g;

/** A statement whose parameters are marked with `?`, as PostgreSQL wants them: `$1`, `$2`, … */
export function numberPlaceholders(sql: string): string {
  let count = 0;
  return sql.replace(TOKEN, (token) => {
    if (token !== '?') return token;
    count += 1;
    return `$${count}`;
  });
}
