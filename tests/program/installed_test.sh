#!/bin/sh
# Installs into an empty prefix and runs what was installed: the program, its pages, its schemas and completions.
set -eu
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
failed=0
say() { echo "$*" >&2; failed=1; }

DESTDIR='' cmake --install "$FLATCRM_BUILD" --prefix "$prefix" > "$prefix/log" || { cat "$prefix/log"; exit 1; }

version=$(env -i "$prefix/bin/flatcrm" --version)
expected=$(sed -n 's/^project(flatcrm VERSION \([0-9.]*\) .*/flatcrm \1/p' "$FLATCRM_SOURCE/CMakeLists.txt")
[ "$version" = "$expected" ] || say "installed program says '$version', not '$expected'"
[ -n "$expected" ] || say "CMakeLists.txt names no version"

for page in "$FLATCRM_SOURCE"/man/*.[15]; do
  volume=${page##*.}
  cmp -s "$page" "$prefix/share/man/man$volume/$(basename "$page")" || say "$(basename "$page") is not installed"
done
[ -f "$prefix/share/man/man1/flatcrm.1" ] || say "flatcrm(1) is not installed"

cmp -s "$FLATCRM_SOURCE/schemas/output/report.schema.json" "$prefix/share/flatcrm/schemas/output/report.schema.json" ||
  say 'the schema of reports as JSON is not installed'
for schema in "$FLATCRM_SOURCE"/schemas/*.yaml; do
  [ -e "$schema" ] || continue
  cmp -s "$schema" "$prefix/share/flatcrm/schemas/$(basename "$schema")" || say "$(basename "$schema") is not installed"
done

same() { # SHELL FILE: the installed file is what the program prints
  "$prefix/bin/flatcrm" completion "$1" | cmp -s - "$prefix/share/$2" || say "completions of $1 are not installed"
}
same bash bash-completion/completions/flatcrm
same zsh zsh/site-functions/_flatcrm
same fish fish/vendor_completions.d/flatcrm.fish

if [ -f "$prefix/share/man/man1/flatcrm-init.1" ]; then
  mkdir "$prefix/home"
  ( cd "$prefix/home" && env -i HOME="$prefix/home" PATH="$prefix/bin:/usr/bin:/bin" flatcrm init book ) ||
    say "the installed program makes no book"
  [ -f "$prefix/home/book/flatcrm.yaml" ] || say "the new book has no flatcrm.yaml"
fi
exit "$failed"
