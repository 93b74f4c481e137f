#!/usr/bin/env bash
# Builds kube-apiserver, its kubectl and etcd from Go modules, and prints the folder that
# kube-api-test wants as KUBE_API_TEST_DIR. The folder lies outside the tree and is kept:
# it is built again only when these sources, this script or the Go compiler change.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

sources=(kube-apiserver/{go.mod,go.sum,main.go,kubectl/main.go} etcd/{go.mod,go.sum,main.go} kube-apiserver.sh)
key=$({ go version; cat "${sources[@]}"; } | sha256sum | cut -c1-16)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/cloudkit/kube-apiserver
version=$(awk '$1 == "k8s.io/kubernetes" { print $2 }' kube-apiserver/go.mod)
binaries=k8s/${version#v}-$(go env GOOS)-$(go env GOARCH)

if [[ ! -d $cache/$key ]]; then
  mkdir -p "$cache"
  build=$(mktemp -d "$cache/building.XXXXXX")
  trap 'rm -rf "$build"' EXIT

  # without a version of its own, /version says v0.0.0 and clients complain
  IFS=. read -r major minor _ <<<"${version#v}"
  flags="-s -w"
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    flags+=" -X $package.gitVersion=$version -X $package.gitMajor=$major -X $package.gitMinor=$minor"
  done

  mkdir -p "$build/$binaries"
  (cd etcd && go build -trimpath -buildvcs=false -ldflags "-s -w" -o "$build/$binaries/etcd" .) >&2
  for command in kube-apiserver:. kubectl:./kubectl; do
    (cd kube-apiserver \
      && go build -trimpath -buildvcs=false -ldflags "$flags" -o "$build/$binaries/${command%:*}" "${command#*:}") >&2
  done

  # appears whole or not at all; whoever comes second leaves the first one's in place
  chmod 755 "$build"
  mv -T "$build" "$cache/$key" 2>/dev/null || [[ -d $cache/$key ]]
fi
echo "$cache/$key"
