#!/usr/bin/env bash
# Measures Priok beside the engines' own Swarm on labs of three hosts. See --help.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: ./priok bench cluster [--runs N] [--deaths N]

Starts two labs of three hosts, one for Priok and one for the engines' own Swarm, and lets them do the same by turns: create a
service, scale it from 1 to 30 and back, drain a host, kill a worker's host, kill the leader's host. Prints medians, extremes and
the ratio Priok/Swarm. Takes half an hour with the defaults, 5 runs of each. Needs root and 6 GB of memory. The exit status
tells whether everything ran, not who was faster.
TEXT
}

runs=5
deaths=5
while [[ $# -gt 0 ]]; do
    case $1 in
        --runs | --deaths)
            [[ ${2:-} =~ ^[0-9]+$ ]] || {
                echo "$1 needs a number" >&2
                exit 2
            }
            if [[ $1 == --runs ]]; then runs=$2; else deaths=$2; fi
            shift 2
            ;;
        -h | --help)
            usage
            exit 0
            ;;
        *)
            usage >&2
            exit 2
            ;;
    esac
done
((runs > 0 && deaths > 0)) || {
    echo "--runs and --deaths need one at least" >&2
    exit 2
}
[[ $EUID -eq 0 ]] || {
    echo "the labs need root: sudo ./priok bench cluster" >&2
    exit 1
}

here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
e2e=$here/../e2e
offline=()
[[ -z ${PRIOK_OFFLINE:-} ]] || offline=(-o)

cd "$e2e"
echo "building the measuring program"
mvn -q "${offline[@]}" -Dspotless.check.skip=true test-compile \
    dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/bench.classpath >target/bench-build.log 2>&1 || {
    tail -n 20 target/bench-build.log >&2
    exit 1
}
# It runs from a copy: a build meanwhile would pull the classes from under it.
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
cp -a target/test-classes/. "$classes"
java -Xmx256m -cp "$classes:$(<target/bench.classpath)" io.priok.e2e.lab.ClusterBench "$runs" "$deaths"
