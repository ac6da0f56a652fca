#!/usr/bin/env bash
# Fuzzes one target of tests/ImageSign.Fuzz under AFL++ (Debian's afl++), with coverage of ImageSign.dll as feedback.
#
#   usage: tests/fuzz/run.sh TARGET SECONDS      targets: dotnet run --project tests/ImageSign.Fuzz targets
#
# Prints one line: executions, speed, corpus, coverage, findings. Fails when there is a finding; it is in artifacts/fuzz/out/TARGET/default/{crashes,hangs}.
# What was found before is kept: the corpus of an earlier run is where the next one starts (delete artifacts/fuzz to start anew). IMAGESIGN_FUZZ names
# another directory below the clone, so that a long run is not disturbed by a build.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly target=$1 seconds=$2
readonly fuzz=${IMAGESIGN_FUZZ:-artifacts/fuzz}
readonly program=$fuzz/bin/ImageSign.Fuzz
readonly out=$fuzz/out/$target

fail() { echo "tests/fuzz/run.sh: $*" >&2; exit 1; }

command -v afl-fuzz > /dev/null || fail "there is no afl-fuzz; install Debian's afl++"
[[ -e $fuzz/targets ]] || tests/fuzz/build.sh
dictionary=$(awk -v target="$target" '$2 == target { print $3 }' "$fuzz/targets")
[[ -n $dictionary ]] || fail "'$target' is no target"
seeds=$fuzz/seeds/$target
mkdir -p "$out"

# The limits on time and memory are the program's own (Property.cs); these here are for what it cannot notice itself.
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_AUTORESUME=1 AFL_FORKSRV_INIT_TMOUT=120000
export DOTNET_GCHeapHardLimit=0x60000000 DOTNET_TieredPGO=0
# One worker: its threads share the last counter, and would mix up their ways through the code.
export DOTNET_ThreadPool_ForceMaxWorkerThreads=1
afl-fuzz ${IMAGESIGN_FUZZ_SEED:+-s "$IMAGESIGN_FUZZ_SEED"} -V "$seconds" -t 20000 -m none -x "tests/fuzz/dictionaries/$dictionary.dict" -i "$seeds" -o "$out" -- "$program" run "$target" "$(find "$seeds" -type f | sort | head -n 1)" > "$out/log" 2>&1 || { tail -n 20 "$out/log" >&2; fail "afl-fuzz failed"; }

stat() { sed -n "s/^$1 *: //p" "$out/default/fuzzer_stats"; }
crashes=$(stat saved_crashes) hangs=$(stat saved_hangs)
printf '%-18s %6ss %9s execs %8s/s  corpus %4s  coverage %s (%s edges)  stability %s  crashes %s  hangs %s\n' "$target" "$(stat run_time)" "$(stat execs_done)" "$(stat execs_per_sec)" \
  "$(stat corpus_count)" "$(stat bitmap_cvg)" "$(stat edges_found)" "$(stat stability)" "$crashes" "$hangs"
[[ $crashes == 0 && $hangs == 0 ]]
