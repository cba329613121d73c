# shellcheck shell=bash
# Backup and restore. The server is asked by files in its state directory, which nobody but its owner and root can read: a backup
# holds the swarm's keys, and no network is to carry them.
#
# For ./priok and for the installed server's command alike, which say what they are called, COMMAND_LINE, TO_START and TO_STOP, and how
# the server is found, started and stopped: server_pid, start_to_restore, await_ready, stop_server.

OPERATOR_SECONDS=${PRIOK_OPERATOR_SECONDS:-120}

# ask COMMAND NAME [ADDRESS] [DISCARD]: puts the question; the answer will be in $OPERATOR/NAME.answer.
ask() {
    local name=$2 command=$1 address=${3:-} discard=${4:-false}
    OPERATOR=$PRIOK_STATE_DIR/operator
    mkdir -p "$OPERATOR"
    chmod 700 "$OPERATOR"
    jq -n --arg c "$command" --arg a "$address" --argjson d "$discard" \
        '{Command: $c, AdvertiseAddress: $a, DiscardNewer: $d}' | private_file "$OPERATOR/$name.ask.new"
    chown --reference="$PRIOK_STATE_DIR" "$OPERATOR" "$OPERATOR/$name.ask.new"
    mv "$OPERATOR/$name.ask.new" "$OPERATOR/$name.ask"
}

# answered NAME: the answer is there.
answered() { [[ -s $OPERATOR/$1.answer ]]; }

answered_or_hopeless() { answered "$1" || ! server_pid >/dev/null; }

# await_answer NAME WHAT: REPLY is the answer, JSON.
await_answer() {
    wait_for "$2" "$OPERATOR_SECONDS" answered_or_hopeless "$1" || true
    if ! answered "$1"; then
        rm -f "$OPERATOR/$1".*
        die "the server does not answer" "is it running, is its disk full? $COMMAND_LINE status, $COMMAND_LINE logs"
    fi
    REPLY=$(<"$OPERATOR/$1.answer")
    rm -f "$OPERATOR/$1.answer"
}

# question COMMAND: asks, waits, REPLY is the answer; ends with its words when it is no.
question() {
    local name
    name=$(new_agent_id)
    ask "$1" "$name"
    await_answer "$name" "asking the server"
    [[ $(jq -r .Ok <<<"$REPLY") == true ]] || die "$(jq -r '.Text | join("; ")' <<<"$REPLY")"
}

answer_lines() { jq -r '.Text[]' <<<"$REPLY"; }

need_jq() { command -v jq >/dev/null || die "jq is missing" "apt-get install jq"; }

backup() {
    local file=${1:-} name made
    need_jq
    [[ $# -eq 1 && $file != -* ]] || usage "backup takes the name of the file to write"
    server_pid >/dev/null || die "the server does not run, so there is nobody to ask" "$TO_START"
    [[ ! -e $file ]] || die "$file is there already" "choose another name; a backup replaces no file"
    : >>"$file.part" 2>/dev/null || die "cannot write $file" "choose a directory that is there and may be written to"
    chmod 600 "$file.part"
    name=$(new_agent_id)
    # shellcheck disable=SC2064 # expanded now: the trap outlives these variables
    trap "rm -f '$file.part' '$PRIOK_STATE_DIR/operator/$name'.*" EXIT
    ask backup "$name"
    await_answer "$name" "making the backup"
    [[ $(jq -r .Ok <<<"$REPLY") == true ]] || die "$(jq -r '.Text | join("; ")' <<<"$REPLY")"
    made=$OPERATOR/$name.backup
    if ! cp "$made" "$file.part" 2>/dev/null || ! sync "$file.part" || ! cmp -s "$made" "$file.part"; then
        die "cannot write $file whole" "is there room? $(stat -c %s "$made") bytes are needed"
    fi
    mv "$file.part" "$file"
    say "$file: $(stat -c %s "$file") bytes, readable by its owner alone"
    answer_lines | sed 's/^/  /'
    say "It holds the swarm's keys, tokens and secrets: keep it like a root password."
}

restore() {
    local file="" address="" discard=false
    need_jq
    while [[ $# -gt 0 ]]; do
        case $1 in
            --advertise-addr)
                [[ $# -gt 1 ]] || usage "--advertise-addr takes an address"
                address=$2
                shift
                ;;
            --discard-newer) discard=true ;;
            --status)
                [[ $# -eq 1 && -z $file ]] || usage "restore --status stands alone"
                restore_status
                return
                ;;
            --go-on)
                [[ $# -eq 1 && -z $file ]] || usage "restore --go-on stands alone"
                restore_go_on
                return
                ;;
            -*) usage "restore does not know $1" ;;
            *)
                [[ -z $file ]] || usage "restore takes one file"
                file=$1
                ;;
        esac
        shift
    done
    [[ -n $file ]] || usage "restore takes the name of a backup"
    restore_from "$file" "$address" "$discard"
}

restore_from() {
    local file=$1 address=$2 discard=$3 name started=""
    [[ -e $file ]] || die "there is no file $file" "give the name of a file that $COMMAND_LINE backup wrote"
    [[ -f $file && -r $file ]] || die "$file cannot be read" "is it a file, and are you its owner or root?"
    [[ -s $file && $(head -c 2 "$file" | tr -d '\0') == PK ]] || die "$file is not a backup of Priok's" "give the name of a file that $COMMAND_LINE backup wrote"
    if server_pid >/dev/null && [[ -e $PRIOK_STATE_DIR/node.json ]]; then
        die "the server runs, and this node is in a swarm" \
            "stop it first, its containers run on: $TO_STOP; then $COMMAND_LINE restore $file"
    fi
    name=$(new_agent_id)
    OPERATOR=$PRIOK_STATE_DIR/operator
    mkdir -p "$OPERATOR"
    chmod 700 "$OPERATOR"
    # shellcheck disable=SC2064 # expanded now: the trap outlives these variables
    trap "rm -rf '$OPERATOR/$name'.*" EXIT
    private_file "$OPERATOR/$name.backup" <"$file" 2>/dev/null \
        || die "cannot copy $file to $OPERATOR" "is there room on that disk?"
    chown --reference="$PRIOK_STATE_DIR" "$OPERATOR" "$OPERATOR/$name.backup"
    ask restore "$name" "$address" "$discard"
    if ! server_pid >/dev/null; then
        start_to_restore
        started=1
    fi
    await_answer "$name" "restoring"
    if [[ $(jq -r .Ok <<<"$REPLY") != true ]]; then
        if [[ -n $started ]]; then stop_server >/dev/null; fi
        die "not restored, nothing has changed: $(jq -r '.Text | join("; ")' <<<"$REPLY")"
    fi
    answer_lines
    await_ready
    if [[ $discard == true ]]; then
        say "The swarm goes on. Tasks that are newer than the backup are stopped as they report."
        return
    fi
    # Nodes that live report within seconds.
    wait_for "waiting for what the nodes run" "${PRIOK_REPORT_SECONDS:-30}" nobody_is_silent || true
    restore_status
}

# True when all nodes have said what they run, or nothing is waited for.
nobody_is_silent() {
    question held
    [[ $(jq -r '.Held' <<<"$REPLY") != true || $(jq '[.Text[] | select(startswith("silent: ") or startswith("the leader"))] | length' <<<"$REPLY") == 0 ]]
}

restore_status() {
    local newer silent
    server_pid >/dev/null || die "the server does not run, so there is nobody to ask" "$TO_START"
    question held
    if [[ $(jq -r .Held <<<"$REPLY") != true ]]; then
        say "Nothing is waited for: the swarm goes on."
        return
    fi
    newer=$(jq -r '.Text[] | select(startswith("newer: ")) | sub("^newer: "; "  ")' <<<"$REPLY")
    silent=$(jq -r '.Text[] | select(startswith("silent: ")) | sub("^silent: "; "  ")' <<<"$REPLY")
    jq -r '.Text[] | select(startswith("newer: ") or startswith("silent: ") | not)' <<<"$REPLY"
    if [[ -z $newer && -z $silent ]]; then
        say "All nodes have reported, and nothing is newer than the backup: the swarm goes on in a moment."
        return
    fi
    say "The swarm WAITS: no task is started or stopped. What runs, runs on."
    if [[ -n $newer ]]; then printf 'These tasks are newer than the backup:\n%s\n' "$newer"; fi
    if [[ -n $silent ]]; then printf 'These nodes have not said yet what they run:\n%s\n' "$silent"; fi
    cat <<TEXT
Then:
  $COMMAND_LINE restore --status    look again
  $COMMAND_LINE restore --go-on     stop those tasks, and run what the backup wants, elsewhere where nodes are silent
  or, with a newer backup: $TO_STOP && $COMMAND_LINE restore NEWER-FILE
TEXT
}

restore_go_on() {
    server_pid >/dev/null || die "the server does not run, so there is nobody to ask" "$TO_START"
    question release
    answer_lines
}
