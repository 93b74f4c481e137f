#!/usr/bin/env bash
# Builds the committed tree again in another folder, time zone and locale, and compares its jars and
# its bill of materials, byte for byte, with those that lie in the modules' target folders.
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
for jar in ./*/target/*.jar ./*/target/bom.json; do
  [[ $jar != *-tests.jar && -f $jar ]] || continue
  cmp "$jar" "$elsewhere/$jar" || { echo "not reproducible: $jar" >&2; exit 1; }
  sha256sum "$jar"
  compared=$((compared + 1))
done
((compared > 0)) || { echo "no jar under */target: build first" >&2; exit 1; }
