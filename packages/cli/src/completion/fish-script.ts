/** fish finds it by its name in `~/.config/fish/completions`. */
export const FISH_SCRIPT = `# Completion of orchestrate for fish; its documentation says where this goes.
function __orchestrate_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l program $before[1]
    set -e before[1]
    # Each line is a way to go on with its description, or behind a tab what to do.
    for line in ($program __complete fish $before "$current" 2>/dev/null </dev/null)
        set -l flag (string match -r -- '^-[^=]*=' "$current"; or echo)
        set -l path (string replace -r -- '^-[^=]*=' '' "$current")
        switch $line
            case \\tfiles
                printf '%s\\n' $flag(__fish_complete_path "$path")
            case \\tdirectories
                printf '%s\\n' $flag(__fish_complete_directories "$path" '')
            case '*'
                printf '%s\\n' $line
        end
    end
end
complete -c orchestrate -f -k -a '(__orchestrate_complete)'
`;
