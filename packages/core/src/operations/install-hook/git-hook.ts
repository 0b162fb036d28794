/** The hooks of git that {@link installHook} knows: before a commit, and before the commit of a merge without conflicts. */
export type GitHook = 'pre-commit' | 'pre-merge-commit';
