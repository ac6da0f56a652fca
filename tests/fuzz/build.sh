#!/usr/bin/env bash
# Builds the fuzz targets into artifacts/fuzz/bin, with counters in ImageSign.dll that AFL++ reads.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly bin=${IMAGESIGN_FUZZ:-artifacts/fuzz}/bin
rm -rf "$bin"
dotnet build tests/ImageSign.Fuzz -c Release -o "$bin" -v quiet -nologo
"$bin/ImageSign.Fuzz" instrument "$bin/ImageSign.dll" > "$bin/instrumented"
