/** Serves as a file in a directory of `fpath`, and as something to source. */
export const ZSH_SCRIPT = `#compdef orchestrate
# Completion of orchestrate for zsh; its documentation says where this goes.
_orchestrate() {
  local line value
  local -a before ways open
  before=("\${(@Q)words[2,CURRENT-1]}")
  (( CURRENT > 2 )) || before=()
  # Each line is a way to go on with its description, or behind a tab what to do.
  for line in "\${(@f)$("\${(Q)words[1]}" __complete zsh "\${before[@]}" "\${(Q)PREFIX}" 2>/dev/null </dev/null)}"; do
    case $line in
      ('') ;;
      ($'\\tfiles') compset -P '-*='; _files; return ;;
      ($'\\tdirectories') compset -P '-*='; _files -/; return ;;
      (*)
        value=\${line%%$'\\t'*}
        line=\${value//:/\\\\:}:\${line#*$'\\t'}
        if [[ $value == *[=@/,] ]]; then open+=("\${line%:}"); else ways+=("\${line%:}"); fi
        ;;
    esac
  done
  local found=1
  (( $#ways )) && _describe -V orchestrate ways && found=0
  (( $#open )) && _describe -V orchestrate open -S '' && found=0
  return found
}
if [[ "\${funcstack[1]}" == _orchestrate ]]; then _orchestrate "$@"; else compdef _orchestrate orchestrate; fi
`;
