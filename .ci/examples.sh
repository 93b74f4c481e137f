#!/usr/bin/env bash
# Builds and tests examples/ as outsiders do: each by its own pom, against artifacts in a repository
# that is thrown away afterwards. Then takes the providers of the last version, as they were
# compiled then, and drives a life by each of them with today's engine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD

version=$(sed -n 's|^  <version>\(.*\)</version>$|\1|p' pom.xml)
for pom in examples/*/pom.xml docs/versions.md; do
  grep -q "<version>$version</version>\|<cloudkit.version>$version</cloudkit.version>" "$pom" \
    || { echo "$pom: expected our version, $version, found another one" >&2; exit 1; }
done

# what an outsider has to write, without blank lines, comments, imports and package clauses
small=true
while read -r example budget; do
  lines=$(find "examples/$example/src/main" -name '*.java' -exec cat {} + |
    grep -cvE '^[[:space:]]*(//|/?\*|import |package |$)')
  printf '%6d lines  %s, to be under %d\n' "$lines" "$example" "$budget"
  ((lines < budget)) || small=false
done <<'END'
tutorial-provider 60
kubernetes-job-provider 130
embedder 60
END
$small || { echo 'examples: expected each under its number of lines; let the API do more' >&2; exit 1; }

away=$(mktemp -d)
clean() {
  rm -rf "$away"
  git worktree prune
}
trap clean EXIT

# what is not in the throw-away repository is taken from the usual one
usual=${CLOUDKIT_MAVEN_REPOSITORY:-$HOME/.m2/repository}
repository() { echo "-Dmaven.repo.local=$away/$1 -Dmaven.repo.local.tail=$usual"; }
maven() {
  local folder=$1 artifacts=$2
  shift 2
  # shellcheck disable=SC2046
  (cd "$folder" && "$root/mvnw" -B -q $(repository "$artifacts") "$@")
}
step() { printf '%4d s  %s\n' "$SECONDS" "$1"; }

step 'today: artifacts'
quietly=(-Dmaven.test.skip=true -Dspotless.check.skip -Denforcer.skip -Dmaven.javadoc.skip)
maven . today install "${quietly[@]}" -pl provider-aap,controller-core,test-kit -am

step 'tutorial: what its text makes is the example'
.ci/tutorial.sh "$away/tutorial" "$(repository today)"

for example in tutorial-provider kubernetes-job-provider conflicting-jackson; do
  step "$example"
  maven "examples/$example" today clean verify
done

step 'embedder, and a life by the jars of each provider'
maven examples/embedder today clean verify \
  "-Dorders.jars=$root/examples/tutorial-provider/target" \
  "-Dkubernetes-job.jars=$root/examples/kubernetes-job-provider/target/kubernetes-job" \
  "-Dold-jackson.jars=$root/examples/conflicting-jackson/target/old-jackson"

# by its tag, or by the commit that made it where tags did not travel with the clone
last=$(git describe --tags --match 'v*' --abbrev=0 2>/dev/null ||
  git log -1 --format=%h --grep='^Release [0-9][0-9.]*$')
if [[ -z $last ]]; then
  echo '!!!! SKIPPED: binary compatibility. There is no version yet (no tag v*), so no provider of it.' >&2
  exit 0
fi

step "$last: its providers"
git worktree add --quiet --detach "$away/tree" "$last"
maven "$away/tree" last install "${quietly[@]}" -pl provisioning-api,test-kit -am
for example in tutorial-provider kubernetes-job-provider; do
  maven "$away/tree/examples/$example" last package -Dmaven.test.skip=true
done

step "$last: a life by the jars of its providers, with today's engine"
maven examples/embedder today verify -Dtest=ProviderJarTest \
  "-Dorders.jars=$away/tree/examples/tutorial-provider/target" \
  "-Dkubernetes-job.jars=$away/tree/examples/kubernetes-job-provider/target/kubernetes-job"

level() { sed -n 's/.*int CURRENT = \([0-9]*\);/\1/p' "$1/provisioning-api/src/main/java/io/cloudkit/provisioning/spi/SpiLevel.java"; }
if (($(level .) > $(level "$away/tree"))); then
  step "$last: its engine refuses a provider of today by name"
  maven "$away/tree" last install "${quietly[@]}" -pl controller-core,provider-aap -am
  cp examples/embedder/src/test/java/com/example/databases/NewerJarTest.java \
    "$away/tree/examples/embedder/src/test/java/com/example/databases/"
  maven "$away/tree/examples/embedder" last test -Dtest=NewerJarTest \
    "-Dnewer.jar=$(ls "$root"/examples/tutorial-provider/target/orders-provider-*.jar)"
fi
step 'done'
