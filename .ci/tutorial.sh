#!/usr/bin/env bash
# usage: .ci/tutorial.sh FOLDER "MAVEN OPTIONS"
# Follows docs/tutorial.md in that folder, new and empty, and knows nothing else: a block after
# <!-- file: PATH --> is written to that file, a block after <!-- run --> is run. What stands there
# in the end must be examples/tutorial-provider.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD folder=$1 options=$2
mkdir -p "$folder"

awk -v folder="$folder" '
  /^<!-- file: .* -->$/ { path = $3; next }
  /^<!-- run -->$/      { path = "run.sh"; next }
  path != "" && /^```/  {
    if (inside) { close(target); path = ""; inside = 0; next }
    target = path == "run.sh" ? folder ".run" : folder "/" path
    directory = target
    sub(/\/[^\/]*$/, "", directory)
    system("mkdir -p \"" directory "\"")
    if (path != "run.sh") printf "" > target
    inside = 1
    next
  }
  inside                { print >> target }
' docs/tutorial.md
[[ -f $folder.run ]] || { echo 'docs/tutorial.md: expected a block after <!-- run -->, found none' >&2; exit 1; }

# who reads the tutorial has a Maven
mkdir -p "$folder.bin"
printf '#!/bin/sh\nexec "%s/mvnw" -B -q %s "$@"\n' "$root" "$options" >"$folder.bin/mvn"
chmod +x "$folder.bin/mvn"
(cd "$folder" && PATH=$folder.bin:$PATH bash -euo pipefail "$folder.run")

diff --recursive --exclude=target --exclude=README.md "$folder" examples/tutorial-provider \
  || { echo 'docs/tutorial.md and examples/tutorial-provider differ' >&2; exit 1; }
ls "$folder"/target/*.jar
