#!/usr/bin/env bash
# Measures what an acknowledged write costs, beside the engines' own Swarm. See --help.
set -euo pipefail
here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
source "$here/program.sh"

usage() {
    cat <<'TEXT'
Usage: ./priok bench updates [--runs N] [--seconds N]

Starts two labs of three hosts, one for Priok and one for the engines' own Swarm, and lets clients on the leader's host update
services as fast as they are answered: one client and 16, with one manager and with three, by turns. Prints updates and entries of
the log per second, and the median and the 99th percentile of an update. Takes ten minutes with the defaults, 3 runs of 15 seconds.
Needs root and 6 GB of memory.
TEXT
}

runs=3
seconds=15
options "runs seconds" "$@"
need_root "bench updates"
measure io.priok.e2e.lab.UpdateBench "$runs" "$seconds"
