extension Command {
    static let completions = Command(
        name: "completions",
        summary: "Print the script by which a shell completes commands, options and values.",
        operands: "bash|zsh|fish", operandCount: 1...1,
        details: """
            The script asks dossier itself, so it offers what is in the index too, such as the countries that articles \
            name, and stays right when dossier is replaced by a newer one.

              dossier completions bash > ~/.local/share/bash-completion/completions/dossier
              dossier completions zsh > ~/.zfunc/_dossier
              dossier completions fish > ~/.config/fish/completions/dossier.fish

            For zsh, the folder must be among those of functions: in ~/.zshrc, fpath+=(~/.zfunc) stands before compinit.
            """,
        completion: .choices(Shell.allCases.map(\.rawValue)), run: runCompletions)
}

private func runCompletions(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    guard let shell = Shell(rawValue: arguments.operands[0]) else {
        let names = Shell.allCases.map(\.rawValue).joined(separator: ", ")
        throw UsageError("‘\(arguments.operands[0])’ is no shell that can be served; there are \(names).")
    }
    writeOut(shell.script)
    return .success
}

/// A shell for which there is a script.
enum Shell: String, CaseIterable {
    case bash
    case zsh
    case fish

    /// Hands the words of the command line to `dossier complete`, and its answer to the shell.
    var script: String {
        switch self {
        case .bash: Shell.bashScript
        case .zsh: Shell.zshScript
        case .fish: Shell.fishScript
        }
    }

    private static let bashScript = #"""
        # Completion of dossier for bash; written by ‘dossier completions bash’.
        _dossier() {
            local line=${COMP_LINE:0:COMP_POINT} words=() index word blanks
            # Bash takes words apart at : and =; those without a blank between them belong together.
            for ((index = 0; index <= COMP_CWORD; index++)); do
                word=${COMP_WORDS[index]}
                blanks=${line%%[![:blank:]]*}
                line=${line#"$blanks"}
                [[ $index -eq $COMP_CWORD ]] && word=$line
                if [[ $index -gt 0 && -z $blanks ]]; then
                    words[${#words[@]} - 1]+=$word
                else
                    words+=("$word")
                fi
                line=${line#"$word"}
            done
            local current=${words[${#words[@]} - 1]} start="" quote="" text summary
            [[ ${#words[@]} -eq 1 ]] && current="" && words+=("")
            case $current in
                *[\"\']*) quote=yes ;;
                *[:=]*) start=${current%"${current##*[:=]}"} ;;
            esac
            COMPREPLY=()
            while IFS=$'\t' read -r text summary; do
                case $text in
                    :files) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "${current#"$start"}"); return ;;
                    :folders) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "${current#"$start"}"); return ;;
                    *[:=]) compopt -o nospace ;;
                esac
                text=${text#"$start"}
                [[ -n $quote ]] || printf -v text %q "$text"
                COMPREPLY+=("$text")
            done < <("${words[0]}" complete -- "${words[@]:1}" 2>/dev/null)
            # Labels may have what was typed inside them; without this, bash would put what they begin with in its place.
            local lower=${current#"$start"}
            lower=${lower,,}
            for text in "${COMPREPLY[@]}"; do
                if [[ ${#COMPREPLY[@]} -gt 1 && ${text,,} != "${lower//[\"\']/}"* ]]; then
                    COMPREPLY+=(" ")
                    break
                fi
            done
        }
        complete -F _dossier dossier

        """#

    private static let zshScript = #"""
        #compdef dossier
        # Completion of dossier for zsh; written by ‘dossier completions zsh’.
        _dossier() {
            local line text isInside
            local -a candidates shown
            for line in "${(@f)$(${words[1]} complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
                case $line in
                    :files) [[ $PREFIX == --*=* ]] && compset -P '*='; _files; return ;;
                    :folders) [[ $PREFIX == --*=* ]] && compset -P '*='; _files -/; return ;;
                    '') continue ;;
                esac
                text=${line%%$'\t'*}
                candidates+=("$text")
                line="$text  ${line#*$'\t'}"
                shown+=("${line[1,COLUMNS-2]}")
                [[ ${(L)text} == ${(L)${(Q)PREFIX}}* ]] || isInside=yes
            done
            (( $#candidates )) || return 1
            # What was typed may stand inside a label: then candidates take its place one after another.
            [[ -n $isInside ]] && compstate[insert]=menu
            if [[ ${#candidates} -eq 1 && $candidates[1] == *[:=] ]]; then
                compadd -U -S '' -- $candidates
            else
                compadd -U -l -d shown -- $candidates
            fi
        }
        if [[ $funcstack[1] == _dossier ]]; then
            _dossier "$@"
        else
            compdef _dossier dossier
        fi

        """#

    private static let fishScript = #"""
        # Completion of dossier for fish; written by ‘dossier completions fish’.
        function __dossier_complete
            set -l words (commandline -opc)
            set -l current (commandline -ct)
            set -l start (string match -r '^--[^=]*=' -- "$current"; or echo)
            for line in ($words[1] complete -- $words[2..-1] "$current" 2>/dev/null)
                switch $line
                    case :files
                        printf '%s\n' $start(__fish_complete_path (string replace -- "$start" '' "$current"))
                    case :folders
                        printf '%s\n' $start(__fish_complete_directories (string replace -- "$start" '' "$current") '')
                    case '*'
                        echo $line
                end
            end
        end
        complete -c dossier -f -a '(__dossier_complete)'

        """#
}
