#!/bin/sh
# Each command has its man page and its transcript, and there is no page or transcript of a command that is gone.
set -u
cd "$FLATCRM_SOURCE" || exit 1
failed=0
say() { echo "$*" >&2; failed=1; }
names=$(for file in cmd/*.cc; do basename "$file" .cc; done | grep -v '^main$' | tr _ -)
[ -n "$names" ] || say 'cmd: no command'

for name in $names; do
  [ -s "man/flatcrm-$name.1" ] || say "$name: no man/flatcrm-$name.1; declare it and build the target 'man'"
  if ! grep -q "^\\\$ .*flatcrm.* $name" "tests/cli/$name.md" 2> /dev/null; then
    say "$name: no tests/cli/$name.md that runs it"
  fi
done
for file in man/flatcrm-*.1 man/flatcrm-*.md; do
  [ -e "$file" ] || continue
  name=$(basename "$file" | sed 's/^flatcrm-//; s/\.1$//; s/\.md$//')
  case $name in *.[2-8]) continue ;; esac
  echo "$names" | grep -qx "$name" || say "$file: no command of that name"
done
for file in tests/cli/*.md; do
  name=$(basename "$file" .md)
  [ "$name" = flatcrm ] || echo "$names" | grep -qx "${name%%.*}" || say "$file: no command of that name"
done
exit "$failed"
