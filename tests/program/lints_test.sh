#!/bin/sh
# Each lint is shown what it is there to find: one that passes on it is a test that can't fail.
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
lint=$FLATCRM_SOURCE/tests/lint
failed=0
tree=$work/tree

fresh() { # a small sound repository
  rm -rf "$tree"
  mkdir -p "$tree/lib/core" "$tree/lib/io" "$tree/cmd" "$tree/man" "$tree/tests/cli" "$tree/schemas" "$tree/examples"
  cd "$tree" || exit 1
  {
    echo 'flatcrm_layer(core)'
    echo 'flatcrm_layer(io USES core LINKS x)'
    for name in a b c d e f g h i; do echo "flatcrm_layer($name USES core)"; done
  } > lib/CMakeLists.txt
  printf '// Says what it is for.\n#pragma once\n' | tee lib/core/a.h lib/core/b.h > lib/io/c.h
  echo '#include "core/a.h"' >> lib/io/c.h
  cp "$FLATCRM_SOURCE/.clang-format" .
  touch CMakeLists.txt README.md cmd/do_it.cc cmd/main.cc
  echo x > man/flatcrm-do-it.1
  # shellcheck disable=SC2016
  echo '$ flatcrm do-it' > tests/cli/do-it.md
  git init -q . && git add -A
}
expect() { # LINT WANTED WHAT: 0, or anything but 0 when 1 is wanted
  (cd "$work" && FLATCRM_SOURCE=$tree sh "$lint/$1.sh") > "$work/log" 2>&1
  got=$?
  [ "$got" = 0 ] || got=1
  [ "$got" = "$2" ] && return 0
  echo "$1: $got instead of $2 for $3" >&2
  sed 's/^/  /' "$work/log" >&2
  failed=1
}

fresh
for one in layers commands machine top_level headers; do expect "$one" 0 'a sound repository'; done

fresh; echo '#include "io/c.h"' >> lib/core/a.h; expect layers 1 'an include of a layer below'
fresh; echo '#include "core/nothing.h"' >> lib/core/a.h; expect layers 1 'an include of nothing'
fresh; echo '#include "core/b.h"' >> lib/core/a.h; echo '#include "core/a.h"' >> lib/core/b.h
expect layers 1 'files that include each other'
fresh; sed -i 's/(core)/(core USES io)/' lib/CMakeLists.txt; expect layers 1 'layers that use each other'
fresh; mkdir lib/new; expect layers 1 'a folder that is no layer'

fresh; rm man/flatcrm-do-it.1; expect commands 1 'a command without a page'
fresh; echo x > tests/cli/do-it.md; expect commands 1 'a transcript that does not run its command'
fresh; echo x > man/flatcrm-gone.1; expect commands 1 'a page of no command'
fresh; echo x > tests/cli/gone.md; expect commands 1 'a transcript of no command'

# The paths are put together here, so that this file holds none of them.
for folder in work home root; do
  fresh; echo "see '/$folder/person/file'" > man/x; git add -A; expect machine 1 "a path below $folder"
done
fresh; echo 'see a/work/b and https://example.org/home/x' > man/x; git add -A; expect machine 0 'parts of other paths'

fresh; touch notes.txt; expect top_level 1 'a file at the top level'
fresh; touch .hidden; expect top_level 0 'a dot-file'
fresh; printf '#pragma once\n' > lib/io/c.h; expect headers 1 'a header that says nothing'
fresh; printf '// Says what it is for.\n' > lib/io/c.h; expect headers 1 'a header without #pragma once'
if command -v clang-format-14 > /dev/null; then
  fresh; printf 'int  a ;\n' > cmd/do_it.cc; expect format 1 'a file that is not formatted'
fi
exit "$failed"
