#!/usr/bin/env bash
# Measures Priok beside Docker's own Swarm on this machine. See --help.
set -euo pipefail
here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
source "$here/program.sh"

usage() {
    cat <<'TEXT'
Usage: ./priok bench [--runs N] [--warm-up N]
       ./priok bench cluster [OPTIONS]; see ./priok bench cluster --help
       ./priok bench updates [OPTIONS]; see ./priok bench updates --help
       ./priok bench growth [OPTIONS]; see ./priok bench growth --help

Starts Priok and Docker's own Swarm, each on a private engine, and lets them do the same by turns: create a service, scale it from
1 to 10, replace a killed container. Prints medians, extremes and the ratio Priok/Swarm. Takes about five minutes with the
defaults, 10 runs after 3 that are not counted. Needs root. The exit status tells whether everything ran, not who was faster.
TEXT
}

runs=10
warm_up=3
options "runs warm-up" "$@"
need_root bench
measure -Dpriok.e2e.dir="${PRIOK_BENCH_DIR:-/tmp/priok-e2e}" -Dpriok.e2e.port="${PRIOK_BENCH_PORT:-27100}" \
    io.priok.e2e.Bench "$runs" "$warm_up"
