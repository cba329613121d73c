# shellcheck shell=bash
# What the tutorial promises, and whether it is kept.

KEPT=0
BROKEN=()

# promise SENTENCE CONDITION...
promise() {
    local sentence=$1
    shift
    if "$@"; then kept "$sentence"; else broken "$sentence"; fi
}

# soon SECONDS SENTENCE CONDITION...: it need not hold at once, but then. TOOK is the time in tenths of a second.
soon() {
    local limit=$1 sentence=$2 from
    shift 2
    from=$(tenths)
    until "$@"; do
        TOOK=$(($(tenths) - from))
        if ((TOOK > limit * 10)); then
            broken "$sentence (waited $limit s)"
            return 0
        fi
        sleep 0.1
    done
    TOOK=$(($(tenths) - from))
    if ((TOOK >= 10)); then sentence+=" (after $(seconds "$TOOK") s)"; fi
    kept "$sentence"
}

kept() {
    KEPT=$((KEPT + 1))
    tell "    ok: $1"
}

# A broken promise is worth its circumstances even where nothing else is shown.
broken() {
    BROKEN+=("$CHAPTER: $1")
    printf '    NOT AS PROMISED: %s\n' "$1"
    if [[ -n $QUIET && -n $OUTPUT ]]; then printf '%s\n' "$OUTPUT" | sed 's/^/      | /'; fi
}

tenths() { echo $((${EPOCHREALTIME/[.,]/} / 100000)); }

seconds() { echo "$(($1 / 10)).$(($1 % 10))"; }

sum_up() {
    local sentence took=$((SECONDS - STARTED))
    say ""
    say "The tour took $((took / 60)) min $((took % 60)) s. $KEPT promises were kept, ${#BROKEN[@]} were not."
    for sentence in "${BROKEN[@]}"; do say "  not as promised: $sentence"; done
    ((${#BROKEN[@]} == 0))
}

# Of the command before.

succeeded() { ((STATUS == 0)); }

# says PATTERN: an extended regular expression that a line of the screen matches.
says() { grep -Eq -- "$1" <<<"$OUTPUT"; }

silent_about() { ! says "$1"; }

well_said() { succeeded && says "$1"; }

# Errors are broken into lines by the terminal's width.
refused_with() { ((STATUS != 0)) && [[ $(tr -s '\n ' '  ' <<<"$OUTPUT") == *"$1"* ]]; }

lines_are() { [[ $(grep -c . <<<"$OUTPUT") -eq $1 ]]; }

# passed_through STATE...: the progress bar showed them all on the way.
passed_through() {
    local state
    for state in "$@"; do grep -Eaq "[0-9]+/[0-9]+: $state" "$TYPESCRIPT" || return 1; done
}
