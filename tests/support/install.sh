# shellcheck shell=sh
# Functions that tests/run.sh and examples/quickstart.sh share: what a fresh Debian 12 lacks, and a build.
# Requires: $source, the absolute path of the project's folder.

# install_packages GROUP...: installs those packages of tests/packages.txt that are missing, and nothing when none is.
install_packages() {
  missing=''
  for group in "$@"; do
    for package in $(sed -n "s/^$group //p" "$source/tests/packages.txt"); do
      case $(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2> /dev/null) in
        installed) ;;
        *) missing="$missing $package" ;;
      esac
    done
  done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" = 0 ]; then
    as_root="env"
  elif command -v sudo > /dev/null; then
    as_root='sudo env'
  else
    echo "missing, and neither root nor sudo is here to install it: apt-get install$missing" >&2
    return 1
  fi
  echo "installing:$missing"
  if [ -z "${package_lists_are_new:-}" ]; then
    $as_root apt-get -qq update < /dev/null
    package_lists_are_new=yes
  fi
  # The lists of words are meant to be split.
  # shellcheck disable=SC2086
  $as_root DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install $missing < /dev/null
}

# configure FOLDER [CMAKE OPTION...]: makes a build folder, relative to the project's.
configure() {
  configured=$1
  shift
  cmake -S "$source" -B "$source/$configured" -G Ninja "$@"
}

# compile FOLDER [TARGET...]: what another checkout compiled of the same text comes from ccache, wherever it lies.
compile() {
  compiled=$1
  shift
  CCACHE_BASEDIR=${CCACHE_BASEDIR:-$source} CCACHE_NOHASHDIR=1 cmake --build "$source/$compiled" ${1:+--target "$@"}
}

# release_build: flatcrm itself in build/, as a user wants it.
release_build() {
  install_packages build
  configure build -DCMAKE_BUILD_TYPE=Release -DFLATCRM_TESTS=OFF
  compile build
}
