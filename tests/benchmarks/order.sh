#!/usr/bin/env bash
# Writes src/ImageSign.Tool/startup.order anew: the functions that a sign, a verification of each format and --version execute, in the order of their first
# call (docs/decisions/0005-native-tool.md). Needs valgrind, gcc, openssl, and docker-registry and oras of tests/peers/install.sh.
set -euo pipefail
cd "$(dirname "$0")/../.."

peers=${IMAGESIGN_PEERS:-$HOME/.cache/imagesign-peers}/usr/bin
order=$PWD/src/ImageSign.Tool/startup.order
work=$(mktemp -d)
registry=
trap '[[ -z $registry ]] || kill "$registry"; rm -rf "$work"' EXIT

# With its symbols, which say what was called.
dotnet publish src/ImageSign.Tool -c Release -r linux-x64 -p:StripSymbols=false -p:NativeDebugSymbols=false --artifacts-path "$work/artifacts" -o "$work/tool" -v q -nologo
tool=$work/tool/dotnet-image-sign

cat > "$work/registry.yml" <<END
version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: "$work/storage"}}
http: {addr: "127.0.0.1:5759"}
END
"$peers/docker-registry" serve "$work/registry.yml" 2> "$work/registry.log" & registry=$!
until (exec 3<> /dev/tcp/127.0.0.1/5759) 2> /dev/null; do sleep 0.1; done

export HOME=$work
openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$work/key.pem"
openssl pkey -in "$work/key.pem" -pubout -out "$work/key.pub"
pki=$PWD/tests/vectors/notation/pki/p256
(cd "$work" && echo 1 > layer && "$peers/oras" push --plain-http localhost:5759/app:1 layer > /dev/null)

calls=0
trace() { # the program may fail here only where it fails anywhere
  valgrind --tool=callgrind --callgrind-out-file="$work/calls.$((++calls))" "$tool" "$@" > /dev/null 2>> "$work/valgrind.log" || { cat "$work/valgrind.log" >&2; exit 1; }
}
trace sign -k "$work/key.pem" localhost:5759/app:1
trace verify -k "$work/key.pub" localhost:5759/app:1
trace sign -k "$work/key.pem" --format cosign localhost:5759/app:1
trace verify -k "$work/key.pub" --format cosign localhost:5759/app:1
trace sign -k "$pki/leaf.key" --certificate-chain "$pki/chain.pem" --format notary-jws localhost:5759/app:1
trace verify --policy "$PWD/tests/vectors/notation/config/policies/strict.json" --trust-store "$PWD/tests/vectors/notation/config/truststore" localhost:5759/app:1
trace --version

nm --defined-only "$tool" | cut -d' ' -f3- | sort -u > "$work/symbols"
for call in $(seq "$calls"); do sed -nE "s/^c?fn=\([0-9]+\) (.*)/\1/p" "$work/calls.$call" | sed -E "s/'[0-9]+$//"; done |
  awk 'NR == FNR { known[$0] = 1; next } ($0 in known) && !seen[$0]++' "$work/symbols" - > "$order"
echo "$order: $(wc -l < "$order") functions"
