package dev.joch.cli.shell;

import dev.joch.cli.command.Arguments;
import dev.joch.cli.command.Command;
import dev.joch.cli.command.Page;
import dev.joch.cli.problem.ExitCode;
import dev.joch.cli.problem.FailureException;
import dev.joch.cli.session.Session;

/** {@code joch completion}. */
public final class CompletionCommand implements Command {
    private static final String BASH =
            """
            # bash completion for joch:  source <(joch completion bash)
            _joch() {
                local line cur="${COMP_WORDS[COMP_CWORD]}"
                COMPREPLY=()
                while IFS= read -r line; do
                    if [ "$line" = ":files" ]; then
                        compopt -o default 2>/dev/null
                    elif [ -n "$line" ]; then
                        COMPREPLY+=("$line")
                    fi
                done < <(joch __complete -- "${COMP_WORDS[@]:1:COMP_CWORD-1}" "$cur" 2>/dev/null)
                if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]]; then
                    compopt -o nospace 2>/dev/null
                fi
            }
            complete -F _joch joch
            """;
    private static final String ZSH =
            """
            #compdef joch
            # zsh completion for joch:  source <(joch completion zsh)
            _joch() {
                local -a words_found
                local line files=0
                while IFS= read -r line; do
                    if [[ "$line" == ":files" ]]; then
                        files=1
                    elif [[ -n "$line" ]]; then
                        words_found+=("$line")
                    fi
                done < <(joch __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)
                (( ${#words_found} )) && compadd -- "${words_found[@]}"
                (( files )) && _files
                return 0
            }
            if (( $+functions[compdef] )); then
                compdef _joch joch
            fi
            """;
    private static final String FISH =
            """
            # fish completion for joch:  joch completion fish | source
            function __joch_complete
                set -l words (commandline -opc)
                set -l current (commandline -ct)
                for line in (joch __complete -- $words[2..-1] "$current" 2>/dev/null)
                    if test "$line" = ":files"
                        __fish_complete_path "$current"
                    else
                        echo $line
                    end
                end
            end
            complete -c joch -f -a '(__joch_complete)'
            """;

    @Override
    public Page page() {
        return Page.of("completion", "Print a completion script for a shell")
                .usage("bash|zsh|fish", Page.Completes.SHELLS)
                .description(
                        "Commands, options, kinds, and the names of resources on the server in use.")
                .example("source <(joch completion bash)", "in ~/.bashrc")
                .example("source <(joch completion zsh)", "in ~/.zshrc")
                .example("joch completion fish | source", "in ~/.config/fish/config.fish")
                .build();
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        String script =
                switch (arguments.onlyWord("name of a shell")) {
                    case "bash" -> BASH;
                    case "zsh" -> ZSH;
                    case "fish" -> FISH;
                    default ->
                            throw FailureException.usage(
                                    "there is no script for this shell", "one of bash, zsh, fish");
                };
        session.screen().out().append(script);
        return ExitCode.OK;
    }
}
