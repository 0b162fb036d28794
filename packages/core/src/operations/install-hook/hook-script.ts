import { createHash } from 'node:crypto';

/** What the script of a hook is made of. */
export interface HookScriptParts {
  /** The workspace, relative to the top of the repository: `.` or `./packages/db`. */
  readonly workspace: string;
  /** A configuration file that is not found by itself, relative to the workspace. */
  readonly config: string | null;
}

/** Whose a hook is. */
export type HookOwner =
  | { readonly kind: 'ours'; readonly isEdited: boolean; readonly workspace: string }
  /** Of other making; it may call orchestrate all the same. */
  | { readonly kind: 'foreign'; readonly callsOrchestrate: boolean };

const MARK = '# orchestrate install-hook';
const MARK_LINE = /^# orchestrate install-hook ([0-9a-f]{16})\n/m;
const WORKSPACE_LINE = /^workspace=('.*')$/m;
const CALL = /\borchestrate[ '"-]+(?:[^\n;&|#]* )?validate\b/;

/**
 * The script of a hook: POSIX shell, as git runs it with the `sh` that it finds. It carries a digest of itself, so that
 * a later version can tell whether somebody has edited it.
 */
export function renderHookScript({ workspace, config }: HookScriptParts): string {
  const options = config === null ? '' : ` --config ${quote(config)}`;
  const rest = `# Checks what is staged before it is committed. To skip it once: git commit --no-verify
# \`orchestrate install-hook\` brings this file up to date and \`--remove\` removes it, unless it was edited.

workspace=${quote(workspace)}
missing=

# A branch without the workspace has nothing to check.
[ -d "$workspace" ] || exit 0

# Programs with a window start hooks with a short PATH, without what a shell's profile adds to it.
if ! command -v node >/dev/null 2>&1; then
  for directory in /usr/local/bin /opt/homebrew/bin "$HOME/.volta/bin" "$HOME/.local/share/mise/shims" \\
    "$HOME/.asdf/shims" "$HOME/.nodenv/shims" "$HOME/.local/share/fnm/aliases/default/bin" \\
    "$HOME/Library/Application Support/fnm/aliases/default/bin"; do
    [ ! -d "$directory" ] || PATH="$PATH:$directory"
  done
  export PATH
  nvm="\${NVM_DIR:-$HOME/.nvm}/nvm.sh"
  if ! command -v node >/dev/null 2>&1 && [ -s "$nvm" ]; then
    . "$nvm" >/dev/null 2>&1
  fi
fi

# The command of the project itself, from the workspace up to the top of the repository.
find_orchestrate() {
  directory=$workspace
  while :; do
    orchestrate="$directory/node_modules/.bin/orchestrate"
    [ ! -x "$orchestrate" ] || return 0
    [ "$directory" != . ] || return 1
    directory=\${directory%/*}
  done
}

if ! command -v node >/dev/null 2>&1; then
  missing='Node.js is not on the PATH of this hook'
  fix='put node where the program that commits finds it'
elif find_orchestrate; then
  "$orchestrate" validate --staged --cwd "$workspace"${options}
elif [ -f "$workspace/.pnp.cjs" ] || [ -f .pnp.cjs ]; then
  (cd "$workspace" && yarn run orchestrate validate --staged${options})
elif command -v orchestrate >/dev/null 2>&1; then
  orchestrate validate --staged --cwd "$workspace"${options}
else
  missing='orchestrate is not installed'
  fix='install the dependencies of the project'
fi
status=$?

if [ -n "$missing" ]; then
  # Only what orchestrate would look at is kept from being committed.
  if git diff --cached --quiet -- '*.prisma' '*package.json' '*orchestrate*' '*prisma*.config.*'; then
    echo "$missing, so this commit was not checked; it has no schema." >&2
    exit 0
  fi
  echo "$missing, so what is staged cannot be checked." >&2
  echo "Fix: $fix, and commit again." >&2
  status=1
fi
[ "$status" -eq 0 ] || echo 'orchestrate stopped the commit. To skip the check once: git commit --no-verify' >&2
exit "$status"
`;
  return `#!/bin/sh\n${MARK} ${digestOf(rest)}\n${rest}`;
}

/** Whose a hook is, by its text. */
export function ownerOfHook(text: string): HookOwner {
  const mark = MARK_LINE.exec(text);
  if (mark === null) return { kind: 'foreign', callsOrchestrate: callsOrchestrate(text) };
  const [line, digest] = mark;
  const rest = text.slice(mark.index + line.length);
  const [, workspace = ''] = WORKSPACE_LINE.exec(rest) ?? [];
  const isEdited = text !== `#!/bin/sh\n${line}${rest}` || digestOf(rest) !== digest;
  return { kind: 'ours', isEdited, workspace: unquote(workspace) };
}

/** Whether a hook, or the configuration of a tool for hooks, calls `orchestrate validate` in any way. */
export function callsOrchestrate(text: string): boolean {
  return CALL.test(text.replaceAll(/^[ \t]*#.*$/gm, ''));
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function unquote(text: string): string {
  return text.slice(1, -1).replaceAll(`'\\''`, "'");
}
