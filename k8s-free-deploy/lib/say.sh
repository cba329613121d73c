# shellcheck shell=bash
# What the commands say, and the line that shows that something is going on.

say() { printf '%s\n' "$*"; }

warn() { printf 'priok: %s\n' "$*" >&2; }

# die MESSAGE [MEND]: what is wrong, and what would mend it.
die() {
    printf 'priok: %s\n' "$1" >&2
    if [[ $# -gt 1 ]]; then printf '       %s\n' "$2" >&2; fi
    exit 1
}

# usage MESSAGE: a command line that cannot be understood.
usage() {
    printf 'priok: %s; see ./priok help\n' "$1" >&2
    exit 2
}

# progress TEXT: overwrites itself on a terminal, a new line elsewhere.
progress() {
    if [[ -t 1 ]]; then printf '\r\033[K%s' "$1"; else printf '%s\n' "$1"; fi
}

progress_end() {
    if [[ -t 1 ]]; then printf '\r\033[K'; fi
}

# Seconds between two lines of progress.
progress_period() {
    if [[ -t 1 ]]; then echo 2; else echo 10; fi
}

# with_progress TEXT LOG COMMAND...: runs the command with its output in LOG; its status is the command's.
with_progress() {
    local text=$1 log=$2 from=$SECONDS shown=$SECONDS period pid status=0
    shift 2
    period=$(progress_period)
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    trap 'kill "$pid" 2>/dev/null || true; exit 130' INT TERM
    while kill -0 "$pid" 2>/dev/null; do
        if ((SECONDS - shown >= period)); then
            progress "$text: $((SECONDS - from)) s"
            shown=$SECONDS
        fi
        sleep 0.2
    done
    wait "$pid" || status=$?
    trap - INT TERM
    progress_end
    return "$status"
}

# wait_for TEXT SECONDS CONDITION...: until the condition holds; fails when the time is over.
wait_for() {
    local text=$1 limit=$2 from=$SECONDS shown=$SECONDS period
    shift 2
    period=$(progress_period)
    until "$@"; do
        if ((SECONDS - from >= limit)); then
            progress_end
            return 1
        fi
        if ((SECONDS - shown >= period)); then
            progress "$text: $((SECONDS - from)) s"
            shown=$SECONDS
        fi
        sleep 0.2
    done
    progress_end
}
