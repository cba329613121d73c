# shellcheck shell=bash
# The Liberty server of this node.

server_pid() { alive "$SERVER_PID" ws-server.jar; }

# What the server writes (keys, journals, logs) is its owner's alone.
liberty() (
    umask 077
    WLP_USER_DIR=$LIBERTY_DIR/usr WLP_OUTPUT_DIR=$LIBERTY_DIR/output PID_DIR=$RUN_DIR \
        "$RUNTIME/bin/server" "$@" priok 9>&-
)

# The server runs from a copy: a build while it runs must not pull the applications from under it. What the server has cached
# of another build goes, too: it tells modules inside the EAR apart by their time, which is the same in every build.
unfold_package() {
    if [[ $BUILD_STAMP -nt $LIBERTY_DIR/usr/built || $BUILD_STAMP -ot $LIBERTY_DIR/usr/built ]]; then
        rm -rf "${LIBERTY_DIR:?}/output/priok/workarea"
    fi
    rm -rf "${LIBERTY_DIR:?}/usr"
    cp -a "$PACKAGE" "$LIBERTY_DIR/usr"
    if [[ -d $PRIOK_STATE_DIR/overrides ]]; then
        mkdir -p "$LIBERTY_DIR/usr/servers/priok/configDropins"
        cp -a "$PRIOK_STATE_DIR/overrides" "$LIBERTY_DIR/usr/servers/priok/configDropins/overrides"
    fi
}

# On a machine on which nothing may be there yet.
start_to_restore() {
    install_missing
    ensure_engine
    ensure_package
    launch_server
}

port_is_free() {
    ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

start_server() {
    launch_server
    await_ready
}

await_ready() {
    wait_for "waiting until the node is ready" "${PRIOK_START_SECONDS:-180}" ready_or_hopeless || not_ready
    # Not whether it is ready still: readiness comes and goes while a manager finds its place.
    ! hopeless || not_ready
}

launch_server() {
    port_is_free "$PRIOK_API_PORT" \
        || die "port $PRIOK_API_PORT is taken" "end what listens there, or choose another: PRIOK_API_PORT=2385 ./priok up"
    port_is_free "$PRIOK_HTTP_PORT" \
        || die "port $PRIOK_HTTP_PORT is taken" "end what listens there, or choose another: PRIOK_HTTP_PORT=9081 ./priok up"
    unfold_package
    with_progress "starting the server" "$COMMAND_LOGS/server-start.log" liberty start \
        || die "the server does not start: $(tail -n 1 "$COMMAND_LOGS/server-start.log")" "see $SERVER_LOGS/messages.log"
}

api_answers() {
    [[ $(curl -s --max-time 5 "$API/_ping" 2>/dev/null) == OK ]]
}

server_ready() {
    curl -sf -o /dev/null --max-time 5 "http://127.0.0.1:$PRIOK_HTTP_PORT/health/ready" 2>/dev/null
}

is_ready() {
    server_ready && api_answers
}

# The server's process is gone, or it said that an application cannot be started.
hopeless() {
    ! server_pid >/dev/null || grep -q 'CWWKZ0002E' "$SERVER_LOGS/messages.log" 2>/dev/null
}

ready_or_hopeless() {
    hopeless || is_ready
}

not_ready() {
    {
        echo "The last errors of the server:"
        { grep -E ' [EW] [A-Z]+[0-9]+[EW]:|PRIOK[0-9]+E' "$SERVER_LOGS/messages.log" 2>/dev/null || true; } | tail -n 8 | cut -c1-300
        echo "Its health: $(curl -s --max-time 5 "http://127.0.0.1:$PRIOK_HTTP_PORT/health/ready" || echo "no answer")"
    } >&2
    die "the node is not ready" "see $SERVER_LOGS/messages.log; ./priok down ends the server"
}

stop_server() {
    local pid
    if ! pid=$(server_pid); then
        say "Priok is not running"
        return 0
    fi
    end_process "$pid" 40
    rm -f "$SERVER_PID"
    say "Priok is stopped; containers run on"
}
