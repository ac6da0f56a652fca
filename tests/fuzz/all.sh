#!/usr/bin/env bash
# Fuzzes all targets, or those of some families: each family's seconds are shared among its targets. Fails when there is a finding.
#
#   usage: tests/fuzz/all.sh SECONDS-PER-FAMILY [FAMILY ...]
set -uo pipefail
cd "$(dirname "$0")/../.."

seconds=$1
shift
tests/fuzz/build.sh || exit 1
targets=$(cat "${IMAGESIGN_FUZZ:-artifacts/fuzz}/targets")
[[ $# -gt 0 ]] || set -- $(awk '{ print $1 }' <<<"$targets" | uniq)
findings=0
for family in "$@"; do
  names=$(awk -v family="$family" '$1 == family { print $2 }' <<<"$targets")
  share=$((seconds / $(wc -w <<<"$names")))
  for name in $names; do
    tests/fuzz/run.sh "$name" "$((share > 0 ? share : 1))" || findings=$((findings + 1))
  done
done
echo "$findings targets with findings"
[[ $findings -eq 0 ]]
