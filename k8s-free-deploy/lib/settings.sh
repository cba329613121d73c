# shellcheck shell=bash
# shellcheck disable=SC2034 # the other files use what is set here
# Where things are. Every PRIOK_… variable is also a variable of the server (PRIOK_API_PORT is priok.api.port), so exporting
# them is all that it takes to hand them on.

# shellcheck source=/dev/null
. "${BASH_SOURCE[0]%/*}/files.sh"

# For what is said in common with the installed server's command.
COMMAND_LINE=./priok TO_START="./priok up" TO_STOP="./priok down"

settings() {
    export PRIOK_STATE_DIR=${PRIOK_STATE_DIR:-/var/lib/priok}
    export PRIOK_ENGINE_SOCKET=${PRIOK_ENGINE_SOCKET:-/var/run/docker.sock}
    export PRIOK_API_HOST=${PRIOK_API_HOST:-127.0.0.1}
    export PRIOK_API_PORT=${PRIOK_API_PORT:-2375}
    export PRIOK_HTTP_PORT=${PRIOK_HTTP_PORT:-9080}
    PRIOK_STATE_DIR=$(readlink -m -- "$PRIOK_STATE_DIR")

    RUNTIME=$PRIOK_HOME/liberty/server/target/wlp
    PACKAGE=$PRIOK_HOME/liberty/server/target/usr
    BUILD_STAMP=$PACKAGE/built
    RUN_DIR=$PRIOK_STATE_DIR/run
    LIBERTY_DIR=$PRIOK_STATE_DIR/liberty
    COMMAND_LOGS=$PRIOK_STATE_DIR/logs
    SERVER_PID=$RUN_DIR/priok.pid
    ENGINE_PID=$RUN_DIR/dockerd.pid
    SERVER_LOGS=$LIBERTY_DIR/output/priok/logs
    API=http://127.0.0.1:$PRIOK_API_PORT
    case $PRIOK_API_HOST in
        0.0.0.0 | 127.0.0.1 | localhost) ;;
        *) API=http://$PRIOK_API_HOST:$PRIOK_API_PORT ;;
    esac
}

# The directory that outlives everything else, with the name that this installation's queues have for ever.
prepare_state() {
    mkdir -p "$PRIOK_STATE_DIR" 2>/dev/null \
        || die "cannot create $PRIOK_STATE_DIR" "run as root, or choose a directory: PRIOK_STATE_DIR=\$HOME/priok ./priok up"
    chmod 700 "$PRIOK_STATE_DIR"
    mkdir -p "$RUN_DIR" "$LIBERTY_DIR" "$COMMAND_LOGS"
    if [[ ! -s $PRIOK_STATE_DIR/agent.id ]]; then
        new_agent_id | private_file "$PRIOK_STATE_DIR/agent.id"
    fi
    PRIOK_AGENT_ID=$(<"$PRIOK_STATE_DIR/agent.id")
    export PRIOK_AGENT_ID
}

# alive FILE TEXT: prints the pid in FILE if that process runs and its command line holds TEXT.
alive() {
    local pid
    [[ -s $1 ]] || return 1
    pid=$(<"$1")
    [[ $pid =~ ^[0-9]+$ && -r /proc/$pid/cmdline ]] || return 1
    tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "$2" || return 1
    echo "$pid"
}

# end_process PID SECONDS: asks, and insists when the time is over.
end_process() {
    local pid=$1
    kill -TERM "$pid" 2>/dev/null || return 0
    wait_for "stopping process $pid" "$2" gone "$pid" && return 0
    warn "process $pid does not end by itself; killing it"
    kill -KILL "$pid" 2>/dev/null || true
    wait_for "killing process $pid" 10 gone "$pid"
}

# A process that has ended but whose parent has not asked for it yet has no command line any more.
gone() {
    [[ ! -e /proc/$1 || -z $(tr -d '\0' 2>/dev/null <"/proc/$1/cmdline") ]]
}
