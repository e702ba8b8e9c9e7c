#!/bin/sh
# The runner of transcripts is tested itself: what is right passes, each kind of wrong expectation fails.
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
mkdir -p "$work/source/book/inner"
echo hello > "$work/source/book/inner/greeting"
echo more > "$work/source/more.csv"

run() { # FILE [OPTION...]: the runner's exit status
  "$FLATCRM_BUILD/tests/transcript" --source "$work/source" --program "$FLATCRM_BUILD/cmd" "$@" > "$work/log" 2>&1
  echo $?
}
expect() { # WHAT WANTED GOT
  [ "$2" = "$3" ] && return 0
  printf '%s: %s instead of %s\n' "$1" "$3" "$2" >&2
  sed 's/^/  /' "$work/log" >&2
  failed=1
}

cat > "$work/right.md" <<'END'
A folder is shared by the blocks of a file.
<!-- book: book -->
<!-- files: more.csv -->
```console
$ cat inner/greeting more.csv
hello
more
$ echo one > made
$ cat made; echo two >&2; exit 3
one
two
[3]
```
```sh
$ false, and never run
```
```console
$ cat made
one
$ for i in 1 2
> do echo $i
> done
1
2
$ printf 'a\nb\nc\n'
a
...
$ env | sed 's/=.*//' | sort | head -3
FLATCRM_AS_OF
GIT_AUTHOR_DATE
GIT_AUTHOR_EMAIL
$ pwd; echo ~
$PWD
$HOME
$ date +%H:%M:%S >/dev/null; cat
$ flatcrm reprot
flatcrm: no command 'reprot'; see flatcrm --help
[2]
```
END
# Whether a nearest command exists depends on the commands that are there, so that line is filled in first.
expect 'filling in' 0 "$(run "$work/right.md" --regenerate)"
expect 'right transcript' 0 "$(run "$work/right.md")"
grep -q '^\[3\]$' "$work/right.md" || { echo 'regenerating lost a status' >&2; failed=1; }
grep -q '^\.\.\.$' "$work/right.md" || { echo 'regenerating lost a line that stands for many' >&2; failed=1; }

wrong() { # WHAT OLD NEW
  sed "s/$2/$3/" "$work/right.md" > "$work/wrong.md"
  if cmp -s "$work/right.md" "$work/wrong.md"; then
    echo "$1: nothing was changed" >&2
    failed=1
  fi
  expect "$1" 1 "$(run "$work/wrong.md")"
  expect "$1, regenerated" 0 "$(run "$work/wrong.md" --regenerate)"
  expect "$1, then right" 0 "$(run "$work/wrong.md")"
}
wrong 'other output' '^hello$' 'hallo'
wrong 'other status' '^\[3\]$' '[4]'
wrong 'status left out' '^\[3\]$' ''
wrong 'line too many' '^more$' 'more\nmuch more'
wrong 'line missing' '^two$' ''
wrong 'line under the dots' '^\.\.\.$' '...\nz'
wrong 'trailing blank' '^hello$' 'hello '

printf 'No block.\n' > "$work/empty.md"
expect 'no command' 1 "$(run "$work/empty.md")"
printf '<!-- book: nowhere -->\n```console\n$ true\n```\n' > "$work/lost.md"
expect 'no book' 2 "$(run "$work/lost.md")"

printf '.\\" book: book\n.EX\n$ cat inner/gr\\-x || printf \\(aqa\\en\\(aq; cat inner/greeting\n.EE\n.EX\nnot run\n.EE\n' > "$work/page.1"
expect 'page' 0 "$(run "$work/page.1" --man)"
printf '.EX\n$ false\n.EE\n' > "$work/page.1"
expect 'page with a failing example' 1 "$(run "$work/page.1" --man)"
printf '.EX\n$ false\n[1]\n.EE\n' > "$work/page.1"
expect 'page with a status' 0 "$(run "$work/page.1" --man)"
printf '.EX\n$ echo a\nb\n.EE\n' > "$work/page.1"
expect 'page with other output' 1 "$(run "$work/page.1" --man)"
exit "$failed"
