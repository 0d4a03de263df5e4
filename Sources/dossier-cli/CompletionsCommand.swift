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
            [[ ${#words[@]} -eq 1 ]] && words+=("")
            local current=${words[${#words[@]} - 1]} text
            COMPREPLY=()
            # The commonest first, from bash 4.4 on.
            compopt -o nosort 2>/dev/null
            while IFS= read -r text; do
                case $text in
                    :files) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "${current##*=}"); return ;;
                    :folders) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "${current##*=}"); return ;;
                    *[:=/]) compopt -o nospace ;;
                esac
                COMPREPLY+=("$text")
            done < <("${words[0]}" complete --bash "$COMP_WORDBREAKS" -- "${words[@]:1}" 2>/dev/null)
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
                    :more) isInside=yes; continue ;;
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
            if [[ ${#candidates} -eq 1 && $candidates[1] == *[:=/] ]]; then
                compadd -U -S '' -- $candidates
            else
                compadd -U -V dossier -l -d shown -- $candidates
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
            for line in ($words[1] complete --escaped -- $words[2..-1] "$current" 2>/dev/null)
                switch $line
                    case :files
                        printf '%s\n' $start(__fish_complete_path (string replace -- "$start" '' "$current"))
                    case :folders
                        printf '%s\n' $start(__fish_complete_directories (string replace -- "$start" '' "$current") '')
                    case :more
                    case '*'
                        echo $line
                end
            end
        end
        complete -c dossier -k -f -a '(__dossier_complete)'

        """#
}
