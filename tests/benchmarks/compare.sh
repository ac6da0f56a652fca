#!/usr/bin/env bash
# Ours, cosign and notation side by side on the same loopback registries, in turns: tables in Markdown, and the bars that they are held against.
#
#   usage: tests/benchmarks/compare.sh [--short] [--tool FILE] [one|many|foreign]...
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
dotnet build tests/benchmarks/ImageSign.Comparison -c Release -v q -nologo
echo "$(uname -sm), $(nproc) processors, $(date -u +%F)"
tests/benchmarks/ImageSign.Comparison/bin/Release/net10.0/ImageSign.Comparison "$work/measure" "$tool" "${options[@]}"
