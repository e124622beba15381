# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of hookloupe's command line for fish.

complete -c hookloupe -n __fish_use_subcommand -f -a serve -d 'Capture without a window'
complete -c hookloupe -n __fish_use_subcommand -f -a verify -d 'Check the signature of a request'
complete -c hookloupe -n __fish_use_subcommand -f -a sessions -d 'List, show and export what was captured'
complete -c hookloupe -n __fish_use_subcommand -f -a providers -d 'Show and check the profiles of providers'
complete -c hookloupe -n __fish_use_subcommand -l version -d 'Show the version'
complete -c hookloupe -l help -d 'Show help'

set -l serve '__fish_seen_subcommand_from serve'
complete -c hookloupe -n $serve -f
complete -c hookloupe -n $serve -x -l listen -a '127.0.0.1:8787 127.0.0.1:0' -d 'Listen here'
complete -c hookloupe -n $serve -x -l tls-listen -a '127.0.0.1:8443 127.0.0.1:0' -d 'Listen here, announced as https'
complete -c hookloupe -n $serve -r -F -l cert -d 'Certificate file, PEM'
complete -c hookloupe -n $serve -r -F -l key -d 'Key file, PEM'
complete -c hookloupe -n $serve -r -F -l session -d 'Create or continue this session'
complete -c hookloupe -n $serve -x -l provider -a '(hookloupe providers list 2>/dev/null | string split -f 1 " ")' -d 'Who sends what the default endpoint takes'
complete -c hookloupe -n $serve -x -l secret -d 'A secret of a provider: ID=SECRET'
complete -c hookloupe -n $serve -x -l respond -a '200 202 204 409 410 429 500 503 timeout reset close truncate garbage' -d 'What is answered'
complete -c hookloupe -n $serve -x -l where -d 'Print and count only what matches'
complete -c hookloupe -n $serve -x -l count -d 'End after so many deliveries'
complete -c hookloupe -n $serve -x -l timeout -d 'End with status 1 when they did not come'
complete -c hookloupe -n $serve -x -l format -a 'text ndjson' -d 'What is printed'
complete -c hookloupe -n $serve -x -l max-body -d 'Largest body kept'
complete -c hookloupe -n $serve -x -l max-connections -d 'Open at once'
complete -c hookloupe -n $serve -x -l expect-continue -a 'send withhold refuse' -d 'What Expect: 100-continue gets'

set -l sessions '__fish_seen_subcommand_from sessions'
complete -c hookloupe -n "$sessions; and not __fish_seen_subcommand_from list show export" -f -a 'list show export'
complete -c hookloupe -n "$sessions; and __fish_seen_subcommand_from list show" -l json -d 'For programs'
complete -c hookloupe -n "$sessions; and __fish_seen_subcommand_from show" -x -l id -d 'Only this delivery'
complete -c hookloupe -n "$sessions; and __fish_seen_subcommand_from show" -l messages -d 'The story of each message'
complete -c hookloupe -n "$sessions; and __fish_seen_subcommand_from show export" -r -F -l session -d 'Session file'
complete -c hookloupe -n "$sessions; and __fish_seen_subcommand_from export" -x -l format -a ndjson -d 'Form of the output'
complete -c hookloupe -n "$sessions; and __fish_seen_subcommand_from export" -x -l where -d 'Only deliveries that match'
complete -c hookloupe -n "$sessions; and __fish_seen_subcommand_from export" -r -F -l output -d 'File to write'

set -l providers '__fish_seen_subcommand_from providers'
set -l ids "(hookloupe providers list 2>/dev/null | string replace -r ' .*' '')"
complete -c hookloupe -n "$providers; and not __fish_seen_subcommand_from list show lint events" -f -a 'list show lint events'
complete -c hookloupe -n "$providers; and __fish_seen_subcommand_from list show" -l json -d 'For programs'
complete -c hookloupe -n "$providers; and __fish_seen_subcommand_from show events" -f -a $ids
complete -c hookloupe -n "$providers; and __fish_seen_subcommand_from lint" -r -F

set -l verify '__fish_seen_subcommand_from verify'
complete -c hookloupe -n $verify -x -l provider -a "(hookloupe providers list 2>/dev/null | string split -f 1 ' ')" -d 'Whose request it is'
complete -c hookloupe -n $verify -x -l secret -a 'env: file: keychain:' -d 'env:NAME, file:PATH, keychain:NAME or the text itself'
complete -c hookloupe -n $verify -x -l param -d 'What the scheme needs beside the secret'
complete -c hookloupe -n $verify -x -l url -d 'The public URL, where the provider signs it'
complete -c hookloupe -n $verify -x -l at -d 'When the request arrived'
complete -c hookloupe -n $verify -l require-fresh -d 'Status 1 unless it is fresh as well'
complete -c hookloupe -n $verify -l json -d 'For programs'
