#!/bin/sh
# Presses Tab: each shell that is here reads the script and is asked what it would offer.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
flatcrm=$FLATCRM_BUILD/cmd/flatcrm
for shell in bash zsh fish; do "$flatcrm" completion "$shell" > "$work/flatcrm.$shell"; done
cd "$work"
mkdir folder home
: > 'a file.csv'

expect() { # SHELL LINE WANTED GOT
  [ "$3" = "$4" ] && return 0
  printf '%s: "%s" offers\n%s\nbut should offer\n%s\n' "$1" "$2" "$4" "$3" >&2
  failed=1
}

commands=$(cd "$FLATCRM_SOURCE/cmd" && for file in *.cc; do echo "${file%.cc}"; done | grep -v '^main$' | tr _ - | sort)

# The words of the line as readline splits them, an = being one of its own.
bash_offers() {
  LC_ALL=C bash --norc -c '
    source flatcrm.bash
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    _flatcrm
    printf "%s\n" "${COMPREPLY[@]}" | sort' bash "$@"
}
expect bash 'flatcrm ' "$commands" "$(bash_offers flatcrm '')"
expect bash 'flatcrm -C folder ' "$commands" "$(bash_offers flatcrm -C folder '')"
expect bash 'flatcrm completion ' "$(printf 'bash\nfish\nzsh')" "$(bash_offers flatcrm completion '')"
expect bash 'flatcrm -q completion f' fish "$(bash_offers flatcrm -q completion f)"
expect bash 'flatcrm completion fish ' '' "$(bash_offers flatcrm completion fish '')"
expect bash 'flatcrm completion --col' --color "$(bash_offers flatcrm completion --col)"
expect bash 'flatcrm --vers' --version "$(bash_offers flatcrm --vers)"
expect bash 'flatcrm completion --color=a' "$(printf 'always\nauto')" "$(bash_offers flatcrm completion --color = a)"
expect bash 'flatcrm completion --color=' "$(printf 'always\nauto\nnever')" "$(bash_offers flatcrm completion --color =)"
expect bash 'flatcrm --color never completion ' "$(printf 'bash\nfish\nzsh')" "$(bash_offers flatcrm --color never completion '')"
expect bash 'flatcrm --color=never completion ' "$(printf 'bash\nfish\nzsh')" \
  "$(bash_offers flatcrm --color = never completion '')"
expect bash 'flatcrm completion -- --col' '' "$(bash_offers flatcrm completion -- --col)"
expect bash "flatcrm -C fo" folder "$(bash_offers flatcrm -C fo)"

if command -v fish > /dev/null; then
  fish --no-execute flatcrm.fish || failed=1
  fish_offers() {
    HOME=$work/home LC_ALL=C.UTF-8 fish --no-config -c '
      source flatcrm.fish
      complete -C $argv[1]' "$1" | cut -f 1 | sort
  }
  expect fish 'flatcrm ' "$commands" "$(fish_offers 'flatcrm ')"
  expect fish 'flatcrm -C folder ' "$commands" "$(fish_offers 'flatcrm -C folder ')"
  expect fish 'flatcrm completion ' "$(printf 'bash\nfish\nzsh')" "$(fish_offers 'flatcrm completion ')"
  expect fish 'flatcrm -q completion f' fish "$(fish_offers 'flatcrm -q completion f')"
  expect fish 'flatcrm completion fish ' '' "$(fish_offers 'flatcrm completion fish ')"
  expect fish 'flatcrm completion --col' --color "$(fish_offers 'flatcrm completion --col')"
  expect fish 'flatcrm completion --color=a' "$(printf '%s\n' --color=always --color=auto)" \
    "$(fish_offers 'flatcrm completion --color=a')"
  expect fish "flatcrm -C fo" folder/ "$(fish_offers "flatcrm -C fo")"
else
  echo 'fish is not installed: its completions are not tested'
fi

if command -v zsh > /dev/null; then
  zsh -n flatcrm.zsh || failed=1
  # The completion system only works in an interactive shell, so one is given a terminal of its own.
  cat > offer.zsh <<'END'
zmodload zsh/zpty
zpty -b tab zsh -f -i
zpty -w tab 'PS1="" PROMPT="" RPROMPT=""; stty cols 200 -echo; cd '$PWD
zpty -w tab 'autoload -Uz compinit && compinit -u -d ./dump; source ./flatcrm.zsh; setopt no_list_beep; LISTMAX=0'
zpty -w tab 'zstyle ":completion:*" list-colors ""; zstyle ":completion:*" menu no; zstyle ":completion:*" verbose no'
zpty -w tab 'collect() { compadd() { local -a got; if [[ ${argv[(I)-[OAD]]} -gt 0 ]]; then builtin compadd "$@"; return; fi; builtin compadd -O got "$@"; print -l -- $got >> ./offered; builtin compadd "$@" }; _main_complete; compstate[insert]=; compstate[list]= }'
zpty -w tab 'zle -C collect complete-word collect; bindkey "^I" collect; echo REA""DY'
zpty -r -m tab ready '*READY*' || exit 3
zpty -n -w tab "$1"$'\t'
sleep 0.5
for ((i = 0; i < 40; i++)); do [[ -s offered ]] && break; sleep 0.1; done
zpty -d tab
END
  zsh_offers() {
    rm -f offered
    HOME=$work ZDOTDIR=$work TERM=xterm timeout 30 zsh -f offer.zsh "$1" > zsh.log 2>&1 || cat zsh.log >&2
    [ ! -f offered ] || sort -u offered
  }
  expect zsh 'flatcrm completion ' "$(printf 'bash\nfish\nzsh')" "$(zsh_offers 'flatcrm completion ')"
  expect zsh 'flatcrm -q completion f' fish "$(zsh_offers 'flatcrm -q completion f')"
else
  echo 'zsh is not installed: its completions are not tested'
fi
exit "$failed"
