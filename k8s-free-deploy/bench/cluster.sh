#!/usr/bin/env bash
# Measures Priok beside the engines' own Swarm on labs of three hosts. See --help.
set -euo pipefail
here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
source "$here/program.sh"

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
options "runs deaths" "$@"
need_root "bench cluster"
measure io.priok.e2e.lab.ClusterBench "$runs" "$deaths"
