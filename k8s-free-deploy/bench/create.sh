#!/usr/bin/env bash
# Measures Priok beside Docker's own Swarm on this machine. See --help.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: ./priok bench [--runs N] [--warm-up N]
       ./priok bench cluster [OPTIONS]; see ./priok bench cluster --help

Starts Priok and Docker's own Swarm, each on a private engine, and lets them do the same by turns: create a service, scale it from
1 to 10, replace a killed container. Prints medians, extremes and the ratio Priok/Swarm. Takes about five minutes with the
defaults, 10 runs after 3 that are not counted. Needs root. The exit status tells whether everything ran, not who was faster.
TEXT
}

runs=10
warm_up=3
while [[ $# -gt 0 ]]; do
    case $1 in
        --runs | --warm-up)
            [[ ${2:-} =~ ^[0-9]+$ ]] || {
                echo "$1 needs a number" >&2
                exit 2
            }
            if [[ $1 == --runs ]]; then runs=$2; else warm_up=$2; fi
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
((runs > 0)) || {
    echo "--runs needs one at least" >&2
    exit 2
}
[[ $EUID -eq 0 ]] || {
    echo "the engines need root: sudo ./priok bench" >&2
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
exec java -Xmx256m -Dpriok.e2e.dir="${PRIOK_BENCH_DIR:-/tmp/priok-e2e}" -Dpriok.e2e.port="${PRIOK_BENCH_PORT:-27100}" \
    -cp "target/test-classes:$(<target/bench.classpath)" io.priok.e2e.Bench "$runs" "$warm_up"
