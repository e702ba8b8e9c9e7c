#!/bin/sh
# Includes follow the layers as lib/CMakeLists.txt names them: a layer uses those above it and nothing else, and no two
# files include each other.
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$FLATCRM_SOURCE" || exit 1
failed=0
say() { echo "$*" >&2; failed=1; }

# "layer used" for each that a layer may use, itself included, in the order of the file.
sed 's/#.*//' lib/CMakeLists.txt | tr '\n' ' ' | sed 's/flatcrm_layer(/\n&/g' |
  sed -n 's/^flatcrm_layer(\([a-z]*\)\([^)]*\)).*/\1 \2/p' |
  awk '{ print $1, $1; uses = 0
         for (i = 2; i <= NF; ++i) { if ($i == "USES") uses = 1; else if ($i == "LINKS") uses = 0; else if (uses) print $1, $i } }' \
  > "$work/allowed"
[ "$(wc -l < "$work/allowed")" -gt 10 ] || say 'lib/CMakeLists.txt: the layers could not be read'

awk '{ if ($1 != $2 && !($2 in seen)) { print "lib/CMakeLists.txt: " $1 " uses " $2 ", which does not stand above it"; bad = 1 }
       seen[$1] = 1 } END { exit bad }' "$work/allowed" || failed=1

for folder in lib/*/; do
  layer=$(basename "$folder")
  grep -q "^$layer " "$work/allowed" || say "lib/$layer: no layer of lib/CMakeLists.txt"
done

# "file header" for each include of ours; the file without lib/.
grep -rn '^ *# *include *"' lib --include='*.h' --include='*.cc' |
  sed 's|^lib/\([^:]*\):[0-9]*: *# *include *"\([^"]*\)".*|\1 \2|' > "$work/includes"
[ -s "$work/includes" ] || say 'lib: no includes were found'
while read -r file header; do
  layer=${file%%/*}
  used=${header%%/*}
  if [ ! -f "lib/$header" ]; then
    say "lib/$file: includes $header, which is no file of lib/"
  elif ! grep -q "^$layer $used\$" "$work/allowed"; then
    say "lib/$file: includes $header, but $layer may not use $used"
  fi
done < "$work/includes"

tsort "$work/includes" > /dev/null 2> "$work/cycles" || { sed 's/^tsort: /include cycle: /' "$work/cycles" >&2; failed=1; }

# What is built to be tested must not reach into the tests.
if grep -rln '"tests/\|doctest' lib cmd man --include='*.h' --include='*.cc'; then
  say 'the files above include tests'
fi
exit "$failed"
