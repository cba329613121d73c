# shellcheck shell=bash
# shellcheck disable=SC2034 # the other files use what is set here
# Where the tour plays: the lab, the reader's terminal, and the way from one to the other.

# What is typed on a host is typed on a terminal of this size.
TERMINAL="stty cols 132 rows 60"

# Seconds that a promise about a host's death may take. What is usual is a third of it; the rest is for slow machines.
DEATH_LIMIT=20
LEADER_LIMIT=15

CURL_TO=(--connect-to ::127.0.0.1:2375)

# With PRIOK_TOUR_PROOF set the tour plays on the engines' own Swarm: a promise that breaks there is none of a Swarm's.
PROOF=${PRIOK_TOUR_PROOF:-}
if [[ -n $PROOF ]]; then
    TERMINAL="export DOCKER_HOST=unix:///run/docker.sock; $TERMINAL"
    CURL_TO=(--unix-socket /run/docker.sock)
    DEATH_LIMIT=60
    LEADER_LIMIT=60
fi

open_stage() {
    [[ $EUID -eq 0 ]] || die "the lab needs root" "sudo ./priok tour"
    export PRIOK_LAB=${PRIOK_LAB:-tour}
    LAB_TOOL=$PRIOK_HOME/k8s-free-deploy/lab/run
    STARTED=$SECONDS
    WORK=$(mktemp -d)
    OUTPUT="" STATUS=0 TYPESCRIPT=$WORK/typescript
    trap close_stage EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    say "Priok's tour: the tutorial on three hosts (lab $PRIOK_LAB)"
    # Whatever a tour that was killed has left.
    lab down >/dev/null
    lab up --hosts 3
    say "The lab is ready after $((SECONDS - STARTED)) s."
}

# However the tour ends.
close_stage() {
    local status=$?
    trap '' INT TERM HUP
    trap - EXIT
    if [[ -n $KEEP ]]; then
        say "The lab is left up: PRIOK_LAB=$PRIOK_LAB ./priok lab status; PRIOK_LAB=$PRIOK_LAB ./priok lab down ends it"
    else
        lab down || status=1
    fi
    rm -rf "$WORK"
    exit "$status"
}

lab() { "$LAB_TOOL" "$@"; }

# to_lab COMMAND...: shows and runs a command of the lab: what happens to a host from outside.
to_lab() {
    tell "\$ ./priok lab $*"
    lab "$@" >"$WORK/lab" 2>&1 || {
        cat "$WORK/lab" >&2
        die "the lab did not: $*" "see ./priok lab status"
    }
    tell "$(<"$WORK/lab")"
}

tell() {
    if [[ -z $QUIET ]]; then printf '%s\n' "$*"; fi
}

# chapter TITLE SENTENCE: what comes, and why one would do it.
chapter() {
    CHAPTER=$1
    CHAPTER_NUMBER=$((${CHAPTER_NUMBER:-0} + 1))
    printf '\n%d. %s\n' "$CHAPTER_NUMBER" "$1"
    tell "$2"
    tell ""
}

# remark SENTENCE: within a chapter.
remark() {
    tell ""
    tell "$*"
    tell ""
}

# on HOST COMMAND: types the command there. OUTPUT is the screen in the end, STATUS the exit status, TYPESCRIPT all that was
# written to the terminal. Where the tour has a terminal itself, its reader watches.
on() {
    local host=$1 line
    tell "$host\$ $2"
    line="$(printf '%q ' "$LAB_TOOL" exec "$host" -- sh -c "$TERMINAL; $2")"
    STATUS=0
    if [[ -t 1 && -z $QUIET ]]; then
        script -qefc "$line" /dev/null | tee "$TYPESCRIPT" || STATUS=$?
    else
        script -qefc "$line" /dev/null </dev/null >"$TYPESCRIPT" 2>&1 || STATUS=$?
    fi
    # Ctrl-C goes to the command alone, which has the terminal.
    if ((STATUS == 130)); then exit 130; fi
    OUTPUT=$(awk -f "$TOUR_HOME/screen.awk" "$TYPESCRIPT")
    if [[ ! -t 1 && -n $OUTPUT ]]; then tell "$OUTPUT"; fi
}

# ask HOST COMMAND: its standard output, without showing anything.
ask() { timeout 20 "$LAB_TOOL" exec "$1" -- sh -c "${PROOF:+export DOCKER_HOST=unix:///run/docker.sock; }$2" 2>/dev/null </dev/null; }
