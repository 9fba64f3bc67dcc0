# SPDX-License-Identifier: GPL-3.0-or-later
# Completes the command line of logios in bash: subcommands, options, files.
_logios()
{
	local words='check roll odds verify seal backup restore transcript stats console hash-password'
	local options='--foreground --config --log-level --allow-root --version --help'
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}

	case $before in
	-c | --config | --log | backup | restore | verify)
		COMPREPLY=($(compgen -f -- "$word"))
		return
		;;
	--log-level)
		COMPREPLY=($(compgen -W 'error warning info debug' -- "$word"))
		return
		;;
	--format)
		COMPREPLY=($(compgen -W 'text irc json' -- "$word"))
		return
		;;
	esac
	case ${COMP_WORDS[1]} in
	check | backup | restore | transcript | stats | console) options=--config words= ;;
	roll) options='--faces --format --repeat' words= ;;
	odds) options=--format words= ;;
	verify) options='--quiet --log' words= ;;
	esac
	COMPREPLY=($(compgen -W "$words $options" -- "$word"))
}
complete -F _logios logios
