#!/usr/bin/env bash
# How fast image archives are signed and verified, beside openssl on the same bytes, in one run. The bars:
#   detached sign and verify: each at least 0.8 of the speed of  openssl dgst -sha256 FILE
#   embedded verify:          at least 0.5 of the speed of       zcat LAYER | openssl dgst -sha256, over all layers
#   memory:                   at most 64 MiB above the same command on a small archive
#
#   usage: tests/benchmarks/archives.sh [MIB] [ROUNDS]        default: 2048 MiB, 5 rounds; needs openssl, GNU time, four times MIB on the disk
#   IMAGESIGN_TOOL names a built dotnet-image-sign.dll; otherwise the tool is built in Release. The files are removed at the end.
#
# The commands take turns and the best of each counts. It counts by the clock; by processor time (user + system) on a machine with more to do than
# processors, where the clock measures the others.
# The layers are tar files of base64 text, gzipped; the bulk is the same in each, behind a gzip member of its own that makes it another layer.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly mib=${1:-2048} rounds=${2:-5} layers=4
work=$(mktemp -d "${TMPDIR:-/tmp}/imagesign-archives.XXXXXX")
trap 'rm -rf "$work"' EXIT

if [[ -z ${IMAGESIGN_TOOL:-} ]]; then
  dotnet build src/ImageSign.Tool -c Release -v q -nologo
  IMAGESIGN_TOOL=$PWD/src/ImageSign.Tool/bin/Release/net10.0/dotnet-image-sign.dll
fi
sha256() { openssl dgst -sha256 -r | cut -d' ' -f1; }

# A docker-archive NAME.tar of about that many MiB, and its layers beside it.
make_archive() { # NAME MIB
  local dir=$work/$1.files bytes=$(($2 * 1024 * 1024 / layers * 4 / 3)) layer names=() hashes=()
  mkdir "$dir"
  openssl enc -aes-128-ctr -pass pass:benchmark -nosalt -in /dev/zero 2> "$dir/noise" | base64 -w 0 | head -c "$bytes" > "$dir/content" || true
  tar -C "$dir" -cf - content | gzip -1 > "$dir/bulk"
  rm "$dir/content"
  for ((layer = 1; layer <= layers; layer++)); do
    { head -c 512 /dev/zero | tr '\0' "$layer" | gzip -1; cat "$dir/bulk"; } > "$dir/$layer.tar"
    names+=("\"$layer.tar\"")
    hashes+=("\"sha256:$(zcat "$dir/$layer.tar" | sha256)\"")
  done
  rm "$dir/bulk" "$dir/noise"
  local IFS=,
  echo "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[${hashes[*]}]}}" > "$dir/config.json"
  echo "[{\"Config\":\"config.json\",\"RepoTags\":[\"localhost/benchmark:1\"],\"Layers\":[${names[*]}]}]" > "$dir/manifest.json"
  tar -C "$dir" -cf "$work/$1.tar" .
}

# Runs a command; the best wall and processor time so far, and the peak of memory, are kept under NAME.
declare -A wall cpu memory
measure() { # NAME COMMAND...
  local name=$1 seconds user system kib
  shift
  command time -o "$work/time" -f '%e %U %S %M' "$@" > "$work/output" || { cat "$work/output"; exit 1; }
  read -r seconds user system kib < "$work/time"
  printf '  %-28s %6.2f s wall, %6.2f s user, %5.2f s system, %7d KiB\n' "$name" "$seconds" "$user" "$system" "$kib"
  wall[$name]=$(least "${wall[$name]:-}" "$seconds")
  cpu[$name]=$(least "${cpu[$name]:-}" "$(echo "$user + $system" | bc)")
  memory[$name]=$((kib > ${memory[$name]:-0} ? kib : ${memory[$name]:-0}))
}
least() { [[ -n $1 && $(echo "$1 < $2" | bc) == 1 ]] && echo "$1" || echo "$2"; }

verdict=0
judge() { # NAME BASELINE BAR
  local by_wall by_cpu
  by_wall=$(echo "scale=2; ${wall[$2]} / ${wall[$1]}" | bc) by_cpu=$(echo "scale=2; ${cpu[$2]} / ${cpu[$1]}" | bc)
  printf '%-18s %5.2f of the speed of %s by the clock, %5.2f by processor time (bar %s)\n' "$1" "$by_wall" "$2" "$by_cpu" "$3"
  [[ $(echo "$([[ $busy == 1 ]] && echo "$by_cpu" || echo "$by_wall") >= $3" | bc) == 1 ]] || verdict=1
}
flat() { # NAME FLOOR
  local above=$(((memory[$1] - memory[$2]) / 1024))
  printf '%-18s %3d MiB above the small archive (bar 64)\n' "$1" "$above"
  [[ $above -le 64 ]] || verdict=1
}

openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/key.pem"
openssl pkey -in "$work/key.pem" -pubout -out "$work/key.pub"
for name in small large; do
  make_archive "$name" "$([[ $name == small ]] && echo 4 || echo "$mib")"
  measure "embed $name" dotnet exec "$IMAGESIGN_TOOL" sign -k "$work/key.pem" --format embedded "docker-archive:$work/$name.tar"
done
echo "$(du -m "$work/large.tar" | cut -f1) MiB, $layers layers"

take_turns() { # NAME
  measure "openssl $1" openssl dgst -sha256 "$work/$1.tar"
  measure "sign $1" dotnet exec "$IMAGESIGN_TOOL" sign -k "$work/key.pem" "docker-archive:$work/$1.tar"
  measure "verify $1" dotnet exec "$IMAGESIGN_TOOL" verify -k "$work/key.pub" --bundle "$work/$1.tar.sigstore.json" "docker-archive:$work/$1.tar"
  measure "zcat $1" bash -c 'for layer in "$0"/[0-9].tar; do zcat "$layer" | openssl dgst -sha256; done' "$work/$1.files"
  measure "verify embedded $1" dotnet exec "$IMAGESIGN_TOOL" verify -k "$work/key.pub" --format embedded "docker-archive:$work/$1.tar"
}
take_turns small
for ((round = 1; round <= rounds; round++)); do
  echo "round $round of $rounds"
  take_turns large
done

busy=$(echo "$(cut -d' ' -f1 /proc/loadavg) > $(nproc)" | bc)
echo
echo "counted by $([[ $busy == 1 ]] && echo "processor time, at a load of" || echo "the clock, at a load of") $(cut -d' ' -f1 /proc/loadavg) on $(nproc) processors"
judge "sign large" "openssl large" 0.8
judge "verify large" "openssl large" 0.8
judge "verify embedded large" "zcat large" 0.5
for name in sign verify "verify embedded" embed; do flat "$name large" "$name small"; done
exit "$verdict"
