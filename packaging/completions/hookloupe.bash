# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Completion of hookloupe's command line for bash.

_hookloupe() {
    local word=$2 before=$3 command=${COMP_WORDS[1]:-} words=''
    case $before in
        --session | --cert | --key | --output)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            return
            ;;
        --format)
            if [[ $command == serve ]]; then words='text ndjson'; else words='ndjson'; fi
            ;;
        --respond) words='200 202 204 409 410 429 500 503 timeout reset close truncate garbage' ;;
        --listen | --tls-listen) words='127.0.0.1:8787 127.0.0.1:0' ;;
        --expect-continue) words='send withhold refuse' ;;
        --provider) words=$(hookloupe providers list 2>/dev/null | cut -d ' ' -f 1) ;;
        --secret) words='env: file:' ;;
        --param | --url | --at | --timeout | --where | --count | --id | --max-body | --max-connections) return ;;
    esac
    if [[ -z $words ]]; then
        if ((COMP_CWORD == 1)); then
            words='serve verify sessions providers --help --version'
        elif [[ $command == serve ]]; then
            words='--listen --tls-listen --cert --key --session --provider --secret --respond --where --count --timeout
                --format --max-body
                --max-connections --expect-continue --help'
        elif [[ $command == verify ]]; then
            words='--provider --secret --param --url --at --require-fresh --json --help'
            if [[ $word != -* ]]; then
                compopt -o filenames 2>/dev/null
                mapfile -t COMPREPLY < <(compgen -f -- "$word")
                return
            fi
        elif [[ $command == sessions ]] && ((COMP_CWORD == 2)); then
            words='list show export --help'
        elif [[ $command == sessions ]]; then
            case ${COMP_WORDS[2]} in
                list) words='--json --help' ;;
                show) words='--session --id --json --messages --help' ;;
                export) words='--session --format --where --output --help' ;;
            esac
        elif [[ $command == providers ]] && ((COMP_CWORD == 2)); then
            words='list show lint events --help'
        elif [[ $command == providers ]]; then
            case ${COMP_WORDS[2]} in
                list) words='--json --help' ;;
                show) words="--json --help $(hookloupe providers list 2>/dev/null | cut -d ' ' -f 1)" ;;
                events) words="--help $(hookloupe providers list 2>/dev/null | cut -d ' ' -f 1)" ;;
                lint)
                    compopt -o filenames 2>/dev/null
                    mapfile -t COMPREPLY < <(compgen -f -- "$word")
                    return
                    ;;
            esac
        fi
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
    if ((COMP_CWORD == 1)) && [[ $word != -* ]]; then
        local file
        while read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -X '!*.hookloupe' -- "$word")
    fi
}
complete -F _hookloupe hookloupe
