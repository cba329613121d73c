#!/usr/bin/env bash
# Measures what a manager's log, database and heap grow to with the number of tasks. See --help.
set -euo pipefail
here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
source "$here/program.sh"

usage() {
    cat <<'TEXT'
Usage: ./priok bench growth [--most N] [--heap MB]

Starts a lab of one host and creates services of 1,000 tasks each, until there are 1,000, 10,000 and 100,000 tasks, or as many as
--most says. The tasks wait for a node that has a label which none has, so it is the managers' state that grows and nothing else. For
each number: megabytes of the log and of the database, of the heap after a full collection, seconds until the last thousand tasks were
there, and seconds from the server's end until it answers again. The heap's limit is 1024 MB unless told. Needs root.
TEXT
}

most=100000
heap=1024
options "most heap" "$@"
((most >= 1000)) || refuse "--most is 1000 at least"
need_root "bench growth"

export PRIOK_LAB=growth PRIOK_LAB_JVM_OPTIONS=-Xmx${heap}m
lab() { "$here/../lab/run" "$@"; }
docker() { lab exec h1 -- docker "$@"; }

fact() { lab status --lines | sed -n "s/^h1\.$1=//p"; }

megabytes() { du -sm "$state/$1" | cut -f1; }

# The number of the server among the host's own processes; a histogram of what is alive collects the heap first.
heap_megabytes() {
    local process
    process=$(fact serverProcess)
    lab exec h1 -- jcmd "${process##*/}" GC.class_histogram | awk '/^Total/ { printf "%d", $3 / 1048576 }'
}

answers() { docker service ls --quiet >/dev/null 2>&1; }

wait_until() {
    local end=$((SECONDS + 900))
    until "$@"; do
        ((SECONDS < end)) || {
            echo "priok: not within 900 s: $*" >&2
            exit 1
        }
        sleep 0.2
    done
}

has_thousand() { [[ $(docker service ps --quiet "$1" 2>/dev/null | wc -l) -eq 1000 ]]; }

seconds_since() { awk -v from="$1" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }'; }

echo "starting a lab of one host; 100,000 tasks take some three minutes" >&2
trap 'lab down >/dev/null' EXIT
lab up --hosts 1 >/dev/null
docker swarm init --advertise-addr 10.99.0.11 >/dev/null
state=$(fact stateDir)/manager

printf '%9s %8s %8s %8s %14s %10s\n' tasks "log MB" "db MB" "heap MB" "last 1,000, s" "restart, s"
services=0
for tasks in 1000 10000 100000; do
    ((tasks <= most)) || break
    while ((services * 1000 < tasks)); do
        services=$((services + 1))
        from=$EPOCHREALTIME
        docker service create --detach --no-resolve-image --name "s$services" --replicas 1000 --constraint node.labels.none==such demo:1 >/dev/null
        wait_until has_thousand "s$services"
        last=$(seconds_since "$from")
        ((services % 10)) || echo "$((services * 1000)) tasks" >&2
    done
    live=$(heap_megabytes)
    lab server h1 stop >/dev/null
    from=$EPOCHREALTIME
    lab server h1 start >/dev/null
    wait_until answers
    printf '%9d %8d %8d %8d %14s %10s\n' "$tasks" "$(megabytes log)" "$(megabytes db)" "$live" "$last" "$(seconds_since "$from")"
done
