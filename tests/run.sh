#!/bin/sh
# Builds and tests everything, installing first what is missing (Debian 12).
#
#   sh tests/run.sh           release build, warnings being errors; all tests and lints
#   sh tests/run.sh asan      the tests under the address and undefined-behaviour sanitizers
#   sh tests/run.sh tsan      the tests under the thread sanitizer
#   sh tests/run.sh clang     the tests with clang
#   sh tests/run.sh tidy      clang-tidy over lib, cmd and man
#   sh tests/run.sh fuzz      each target of tests/fuzz for $FUZZ_SECONDS (60)
#   sh tests/run.sh pages     every report looked at in a browser, by day and by night; pictures in build/pictures
#   sh tests/run.sh bench     the measurements of tests/bench
#
# Several words are done one after another. Each has a build folder of its own, build or build-WORD.
set -eu
source=$(cd "$(dirname "$0")/.." && pwd)
. "$source/tests/support/install.sh"
cores=$(nproc)

run_tests() { # FOLDER [CTEST OPTION...]
  folder=$source/$1
  shift
  ctest --test-dir "$folder" --output-on-failure --timeout 900 -j "$cores" "$@"
}

release() {
  install_packages build test
  configure build -DCMAKE_BUILD_TYPE=Release -DFLATCRM_WERROR=ON -DFLATCRM_TESTS=ON
  compile build
  run_tests build
}

asan() {
  install_packages build test
  configure build-asan -DFLATCRM_SANITIZE=address,undefined
  compile build-asan
  # A leak can't be looked for under strace; fault_io does in process what fault_kill does to the whole program. And no memory can be
  # bounded where the sanitizer maps terabytes of shadow.
  run_tests build-asan -E '^(fault_kill|program_hostile_input)$'
}

tsan() {
  install_packages build test
  configure build-tsan -DFLATCRM_SANITIZE=thread
  compile build-tsan
  # GCC 12's runtime can't place its shadow where the kernel scatters a program widely.
  # And no memory can be bounded where it maps terabytes.
  if setarch "$(uname -m)" -R true 2> /dev/null; then
    setarch "$(uname -m)" -R ctest --test-dir "$source/build-tsan" --output-on-failure --timeout 1800 -j "$cores" \
      -E '^program_hostile_input$'
  else
    run_tests build-tsan -E '^program_hostile_input$'
  fi
}

clang() {
  install_packages build test clang
  configure build-clang -DCMAKE_CXX_COMPILER=clang++-14 -DFLATCRM_WERROR=ON
  compile build-clang
  run_tests build-clang
}

tidy() {
  install_packages build test clang
  configure build-tidy -DCMAKE_CXX_COMPILER=clang++-14
  cd "$source"
  find lib cmd man -name '*.cc' | sort |
    xargs -P "$cores" -n 4 clang-tidy-14 -p build-tidy --quiet --warnings-as-errors='*' && echo 'tidy: nothing found'
}

fuzz() {
  install_packages build test clang
  configure build-fuzz -DCMAKE_CXX_COMPILER=clang++-14 -DFLATCRM_FUZZ=ON
  compile build-fuzz fuzz
  for target in "$source"/build-fuzz/tests/*_fuzz; do
    [ -x "$target" ] || continue
    name=$(basename "$target" _fuzz)
    found=$source/build-fuzz/found/$name
    corpus=$source/tests/fuzz/corpus/$name
    mkdir -p "$found"
    [ -d "$corpus" ] || corpus=
    echo "fuzz: $name"
    (cd "$found" && "$target" -max_total_time="${FUZZ_SECONDS:-60}" -timeout=10 -rss_limit_mb=4096 -print_final_stats=1 \
      -verbosity=0 "$found" ${corpus:+"$corpus"})
  done
}

bench() {
  install_packages build test bench
  configure build -DCMAKE_BUILD_TYPE=Release -DFLATCRM_TESTS=ON
  compile build
  if [ -f "$source/tests/bench/run.sh" ]; then
    FLATCRM_SOURCE=$source FLATCRM_BUILD=$source/build sh "$source/tests/bench/run.sh"
  else
    echo 'bench: no tests/bench/run.sh'
  fi
}

pages() {
  install_packages build test pages
  configure build -DCMAKE_BUILD_TYPE=Release -DFLATCRM_WERROR=ON -DFLATCRM_TESTS=ON
  compile build
  FLATCRM_PICTURES=$source/build/pictures
  export FLATCRM_PICTURES
  run_tests build -R '^program_report_pages$' --verbose
}

[ $# -gt 0 ] || set -- release
for word in "$@"; do
  case $word in
    release | asan | tsan | clang | tidy | fuzz | pages | bench) "$word" ;;
    *)
      echo "run.sh: no '$word'; one of: release asan tsan clang tidy fuzz pages bench" >&2
      exit 2
      ;;
  esac
done
