# shellcheck shell=bash
# The lab's processes. One is known by its number and the time at which it started: a number that was given anew is not taken
# for it. Each carries the lab's mark in its environment, too, by which those are found that were never written down.

# started_at PID: REPLY is its start in clock ticks; fails if it has ended.
started_at() {
    local line fields
    { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
    read -ra fields <<<"${line##*) }"
    [[ ${fields[0]} != [ZX] ]] || return 1
    REPLY=${fields[19]}
}

# write_down PID FILE
write_down() {
    started_at "$1"
    echo "$1 $REPLY" >"$2.new"
    mv "$2.new" "$2"
}

# running FILE: REPLY is the process that was written down there, if it still runs.
running() {
    local pid start
    { read -r pid start <"$1"; } 2>/dev/null || return 1
    started_at "$pid" && [[ $REPLY == "$start" ]] || return 1
    REPLY=$pid
}

not_running() { ! started_at "$1"; }

# kill_now PID: returns when it and, if it is a host's first process, all others of that host have ended.
kill_now() {
    kill -KILL "$1" 2>/dev/null || return 0
    until_true 10 not_running "$1" || die "process $1 does not end" "it waits for the kernel, probably for a disk: see ps -o stat,wchan $1"
}

# until_true SECONDS CONDITION...: like wait_for, for what takes milliseconds.
until_true() {
    local rounds=$(($1 * 50))
    shift
    until "$@"; do
        ((rounds-- > 0)) || return 1
        sleep 0.02
    done
}

# Numbers of all processes that carry this lab's mark.
marked() {
    { grep -lzxsF -- "$MARK=$LAB_DIR" /proc/[0-9]*/environ || true; } | cut -d/ -f3
}
