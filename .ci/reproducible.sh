#!/usr/bin/env bash
# Builds the committed tree again in another folder, time zone and locale, and compares its jars,
# its bill of materials and its distribution, byte for byte, with those that lie in the modules'
# target folders.
# Under one umask: the mode of a class file goes into the jar.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

elsewhere=$(mktemp -d)
trap 'rm -rf "$elsewhere"' EXIT
git ls-files -z | tar --create --null --files-from=- | tar --extract --directory "$elsewhere"
(
  cd "$elsewhere"
  TZ=Pacific/Auckland LC_ALL=C ./mvnw -B -q package -Dmaven.test.skip=true -Dspotless.check.skip -Denforcer.skip
)

compared=0
archives=0
for built in ./*/target/*.jar ./*/target/bom.json ./operator-app/target/*.tar.gz; do
  [[ $built != *-tests.jar && -f $built ]] || continue
  cmp "$built" "$elsewhere/$built" || { echo "not reproducible: $built" >&2; exit 1; }
  sha256sum "$built"
  compared=$((compared + 1))
  [[ $built != *.tar.gz ]] || archives=$((archives + 1))
done
((compared > 0)) || { echo "no jar under */target: build first" >&2; exit 1; }
((archives == 1)) || { echo "expected one distribution under operator-app/target, found $archives: build it by ./mvnw clean package" >&2; exit 1; }
