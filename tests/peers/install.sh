#!/usr/bin/env bash
# Installs the real peers that the interop tests drive, from Debian's packages, without touching the system:
#   cosign, notation, oras, crane, docker-registry (CNCF distribution 2.8.3, without a referrers API), skopeo.
#
#   usage: tests/peers/install.sh [DIRECTORY]      default: $IMAGESIGN_PEERS, else ~/.cache/imagesign-peers
#
# Prints DIRECTORY/usr/bin, where the commands are. Needs Debian's apt-get and a mirror, no root. Does nothing when all are there already; several
# processes may call it at once. The packages are those of Debian's unstable suite, since stable's are older than the formats under test.
set -euo pipefail

readonly peers=(cosign notation oras crane docker-registry skopeo)
# Their programs need libraries newer than stable's: they are unpacked beside it with all they depend on, and started through their own loader.
readonly with_own_libraries=skopeo
readonly suite=sid

directory=${1:-${IMAGESIGN_PEERS:-$HOME/.cache/imagesign-peers}}
mkdir -p "$directory"
directory=$(cd "$directory" && pwd)

fail() { echo "tests/peers/install.sh: $*" >&2; exit 1; }

is_complete() {
  local peer
  for peer in "${peers[@]}"; do [[ -x $directory/usr/bin/$peer ]] || return 1; done
}

# The mirror of the main archive that this machine's apt is set to. `--print-uris` reads the sources, so it answers before the first `apt-get update` too
# (`indextargets` does not). Only the main archive has a suite CODENAME-updates; other vendors' archives often have one called CODENAME.
find_mirror() {
  local codename uris of_suite
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-$suite}")
  uris=$(apt-get --print-uris update)
  for of_suite in "$codename-updates" "$codename"; do
    sed -n "s|^'\(.*\)/dists/$of_suite/InRelease'.*|\1|p" <<<"$uris" | head -n 1 | grep . && return
  done
  fail "apt has no source of Debian's main archive"
}

# apt-get on a state of its own: one suite, nothing installed, none of the system's hooks (container images clean the system's cache in one).
apt_of_suite() { apt-get -qq -c "$work/apt.conf" "$@"; }

configure_apt() {
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
  touch "$work/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $1 $suite main" > "$work/sources.list"
  cat > "$work/apt.conf" <<EOF
Dir::Etc::sourcelist "$work/sources.list";
Dir::Etc::sourceparts "-";
Dir::State::Lists "$work/lists";
Dir::State::status "$work/status";
Dir::Cache "$work/cache";
APT::Sandbox::User "";
APT::Install-Recommends "false";
#clear APT::Update::Post-Invoke;
#clear DPkg::Post-Invoke;
EOF
}

unpack() { # FROM TO
  local deb
  for deb in "$1"/*.deb; do dpkg-deb --extract "$deb" "$2"; done
}

install_plain() {
  local peer names=()
  for peer in "${peers[@]}"; do [[ $peer == "$with_own_libraries" ]] || names+=("$peer"); done
  mkdir "$work/plain"
  (cd "$work/plain" && apt_of_suite download "${names[@]}")
  unpack "$work/plain" "$work/new"
}

install_with_own_libraries() {
  local name=$with_own_libraries
  apt_of_suite --yes --download-only install "$name"
  unpack "$work/cache/archives" "$work/new/$name"
  cat > "$work/new/usr/bin/$name" <<EOF
#!/bin/sh
root=\$(dirname "\$(readlink -f "\$0")")/../../$name
exec "\$root"/usr/lib*/ld-linux-*.so.* --library-path "\$(echo "\$root"/usr/lib/*-linux-gnu*)" "\$root/usr/bin/$name" "\$@"
EOF
  chmod +x "$work/new/usr/bin/$name"
}

exec 9> "$directory/.lock"
flock 9
if is_complete; then
  echo "$directory/usr/bin"
  exit
fi

# Beside the destination, so that the last step is a rename: nobody sees half a peer.
work=$(mktemp -d "$directory/.install-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/new"
mirror=$(find_mirror)
configure_apt "$mirror"
apt_of_suite update
install_plain
install_with_own_libraries

for peer in "${peers[@]}"; do
  "$work/new/usr/bin/$peer" --help > /dev/null 2>&1 || fail "$peer does not run here"
done
rm -rf "${directory:?}/usr" "${directory:?}/$with_own_libraries"
mv "$work/new/$with_own_libraries" "$work/new/usr" "$directory/"
echo "$directory/usr/bin"
