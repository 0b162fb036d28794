/** The shell asks this, and needs no more than `complete`, which comes with bash 4. */
export const BASH_SCRIPT = `# Completion of orchestrate for bash; its documentation says where this goes.
_orchestrate() {
  local line
  COMPREPLY=()
  # Each line is a way to go on, or behind a tab what to do.
  while IFS= read -r line; do
    case $line in
      $'\\tfiles') compopt -o default ;;
      $'\\tdirectories') compopt -o dirnames ;;
      $'\\tnospace') compopt -o nospace ;;
      *) COMPREPLY+=("$line") ;;
    esac
  done < <("$1" __complete bash "\${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null </dev/null)
}
complete -o nosort -F _orchestrate orchestrate 2>/dev/null || complete -F _orchestrate orchestrate
`;
