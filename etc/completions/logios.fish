# SPDX-License-Identifier: GPL-3.0-or-later
# Completes the command line of logios in fish: subcommands, options, files.
set -l words check roll odds verify seal backup restore transcript stats console hash-password
complete -c logios -n "not __fish_seen_subcommand_from $words" -f -a "$words"
complete -c logios -n "not __fish_seen_subcommand_from $words" -s f -l foreground
complete -c logios -n "not __fish_seen_subcommand_from $words" -l log-level -x -a "error warning info debug"
complete -c logios -n "not __fish_seen_subcommand_from $words" -l allow-root
complete -c logios -n "not __fish_seen_subcommand_from $words" -l version
complete -c logios -n "not __fish_seen_subcommand_from $words" -l help
complete -c logios -s c -l config -r
complete -c logios -n "__fish_seen_subcommand_from roll odds" -l format -x -a "text irc json"
