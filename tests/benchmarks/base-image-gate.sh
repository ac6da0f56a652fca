#!/usr/bin/env bash
# What the base image gate costs: publishes without it, with ImageSignBeforeTag only (which 'require' implies), and with it, interleaved, to a docker-registry
# on loopback. The base is an index whose images are signed with a Notary policy (COSE, RSA 3072). Prints medians in milliseconds of the whole publish, of each
# of our tasks as MSBuild's performance summary has them, and of their sum with the SDK's CreateNewImage: whichever of them is first sets up the HTTP client.
# The last lines are what the gate costs: the difference to before-tag in the same round. Bar: 100 ms. Usage: tests/benchmarks/base-image-gate.sh [ROUNDS]. Needs what tests/peers/install.sh installs.
# CONFIGURATION=Debug measures what is built already.
set -euo pipefail
cd "$(dirname "$0")/../.."
rounds=${1:-9}
configuration=${CONFIGURATION:-Release}
peers=${IMAGESIGN_PEERS:-$HOME/.cache/imagesign-peers/usr/bin}
work=$(mktemp -d)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
unset CI
trap 'cat "$work/log"' ERR
trap '[[ -z ${registry:-} ]] || kill "$registry"; rm -rf "$work" "$HOME/.nuget/packages/imagesign.tasks/$version"' EXIT

version=0.0.1-bench.$(date +%s)
[[ $configuration == Debug ]] || dotnet build -c "$configuration" -v q > "$work/log"
dotnet pack src/ImageSign.Tasks -c "$configuration" --no-build -v q -p:PackageVersion="$version" -o "$work/feed" > "$work/log"
tool() { dotnet exec "src/ImageSign.Tool/bin/$configuration/net10.0/dotnet-image-sign.dll" "$@"; }

host=localhost:$((20000 + RANDOM % 20000))
printf 'version: 0.1\nstorage: {filesystem: {rootdirectory: %s/registry}}\nhttp: {addr: "%s"}\n' "$work" "$host" > "$work/registry.yml"
"$peers/docker-registry" serve "$work/registry.yml" > "$work/registry.log" 2>&1 & registry=$!
until curl -sf "http://$host/v2/" > /dev/null; do sleep 0.2; done

mkdir "$work/root" && echo base > "$work/root/base" && tar -C "$work/root" -cf "$work/base.tar" base
for arch in amd64 arm64; do
  "$peers/crane" append --insecure --oci-empty-base -f "$work/base.tar" -t "$host/base:$arch" > /dev/null 2>&1
  "$peers/crane" mutate --insecure --set-platform "linux/$arch" -t "$host/base:$arch" "$host/base:$arch" > /dev/null 2>&1
done
"$peers/crane" index append --insecure -m "$host/base:amd64" -m "$host/base:arm64" -t "$host/base:1" > /dev/null 2>&1
vectors=$PWD/tests/vectors/notation
tool sign -k "$vectors/pki/rsa3072/leaf.key" --certificate-chain "$vectors/pki/rsa3072/chain.pem" --format notary-cose "$host/base:1" > "$work/log"

cd "$work"
dotnet new console -n app --no-restore > log
cd app
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ../signing.key 2> /dev/null
sed -i "s|</PropertyGroup>|<RestoreAdditionalProjectSources>$work/feed</RestoreAdditionalProjectSources><ImageSignKey>../signing.key</ImageSignKey><ContainerRepository>app</ContainerRepository><ContainerRegistry>$host</ContainerRegistry><ContainerBaseImage>$host/base:1</ContainerBaseImage><ContainerImageTags>1;latest</ContainerImageTags><ImageSignBaseImagePolicy>$vectors/config/policies/strict.json</ImageSignBaseImagePolicy><ImageSignBaseImageTrustStore>$vectors/config/truststore</ImageSignBaseImageTrustStore></PropertyGroup><ItemGroup><PackageReference Include=\"ImageSign.Tasks\" Version=\"$version\" /></ItemGroup>|" app.csproj
dotnet publish -v q /t:PublishContainer > ../log

declare -A arguments=([off]="" [before-tag]="-p:ImageSignBeforeTag=true" [require]="-p:ImageSignVerifyBaseImage=require")
for ((round = 0; round <= rounds; round++)); do
  for kind in off before-tag require; do
    start=$(date +%s%N)
    # shellcheck disable=SC2086
    dotnet publish --no-build -tl:off -v m "-clp:PerformanceSummary" /t:PublishContainer ${arguments[$kind]} > ../out || { cat ../out; exit 1; }
    end=$(date +%s%N)
    ((round > 0)) || continue
    echo "publish:$kind $(((end - start) / 1000000))" >> ../times
    sed -n 's/^ *\([0-9][0-9]*\) ms  *\(VerifyBaseImage\|CheckBaseImage\|RememberTags\|MoveTags\|SignContainerImages\|CreateNewImage\) .*/\2:'"$kind"' \1/p' ../out > ../tasks
    cat ../tasks >> ../times
    tasks=$(awk '{ sum += $2 } END { print sum }' ../tasks)
    echo "tasks:$kind $tasks" >> ../times
    if [[ $kind == before-tag ]]; then publish_before=$(((end - start) / 1000000)) tasks_before=$tasks; fi
    if [[ $kind == require ]]; then
      echo "~the-gate-costs:publish $(((end - start) / 1000000 - publish_before))" >> ../times
      echo "~the-gate-costs:tasks $((tasks - tasks_before))" >> ../times
    fi
  done
done

cut -d' ' -f1 ../times | sort -u | while read -r what; do
  grep "^$what " ../times | cut -d' ' -f2 | sort -n | awk -v what="$what" '{ v[NR] = $1 } END { printf "%-32s median %5d  min %5d  max %5d  n %d\n", what, v[int((NR + 1) / 2)], v[1], v[NR], NR }'
done
uptime
