#!/usr/bin/env bash
# Builds the fuzz targets, with counters in ImageSign.dll that AFL++ reads, and writes what they start from: artifacts/fuzz/{bin,seeds,targets}.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly fuzz=${IMAGESIGN_FUZZ:-artifacts/fuzz}
rm -rf "$fuzz/bin" "$fuzz/seeds" "$fuzz/targets"
dotnet build tests/ImageSign.Fuzz -c Release -o "$fuzz/bin" -v quiet -nologo
"$fuzz/bin/ImageSign.Fuzz" instrument "$fuzz/bin/ImageSign.dll" > /dev/null
"$fuzz/bin/ImageSign.Fuzz" seeds "$fuzz/seeds"
"$fuzz/bin/ImageSign.Fuzz" targets > "$fuzz/targets"
