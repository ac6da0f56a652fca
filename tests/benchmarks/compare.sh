#!/usr/bin/env bash
# Ours, cosign and notation side by side on the same loopback registries, in turns: tables in Markdown, and the bars that they are held against.
#
#   usage: tests/benchmarks/compare.sh [--short] [--tool FILE] [one|many|foreign|publish]...
#
# --short takes a few minutes, the whole half an hour. --tool takes a native tool that was built before. Needs gcc and tests/peers/install.sh.
set -euo pipefail
cd "$(dirname "$0")/../.."

tool= options=()
while (($# > 0)); do
  case $1 in
    --tool) tool=$(realpath "$2"); shift ;;
    *) options+=("$1") ;;
  esac
  shift
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gcc -O2 -Wall -o "$work/measure" tests/benchmarks/measure.c
if [[ -z $tool ]]; then
  dotnet publish src/ImageSign.Tool -c Release -r linux-x64 --artifacts-path "$work/artifacts" -o "$work/tool" -v q -nologo
  tool=$work/tool/dotnet-image-sign
fi
# A version of its own: NuGet never looks again at one that it has unpacked.
version=0.0.1-compare.$(date +%s)
dotnet pack src/ImageSign.Tasks -c Release -p:PackageVersion="$version" -o "$work/feed" -v q -nologo
dotnet build tests/benchmarks/ImageSign.Comparison -c Release -v q -nologo
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 # nothing is left behind
echo "$(uname -sm), $(nproc) processors, $(date -u +%F)"
tests/benchmarks/ImageSign.Comparison/bin/Release/net10.0/ImageSign.Comparison "$work/measure" "$tool" "$work/feed" "$version" "${options[@]}"
