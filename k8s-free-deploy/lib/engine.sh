# shellcheck shell=bash
# The Docker Engine of this machine.

engine() {
    local path=$1
    shift
    curl -sS --max-time 60 --unix-socket "$PRIOK_ENGINE_SOCKET" "$@" "http://engine$path"
}

engine_answers() {
    [[ -S $PRIOK_ENGINE_SOCKET ]] \
        && curl -sf -o /dev/null --max-time 5 --unix-socket "$PRIOK_ENGINE_SOCKET" http://engine/_ping 2>/dev/null
}

engine_is_the_usual_one() {
    [[ $(readlink -m -- "$PRIOK_ENGINE_SOCKET") == /run/docker.sock || $(readlink -m -- "$PRIOK_ENGINE_SOCKET") == /var/run/docker.sock ]]
}

ensure_engine() {
    engine_answers && return 0
    engine_is_the_usual_one \
        || die "no engine answers at $PRIOK_ENGINE_SOCKET" "start one there, or leave PRIOK_ENGINE_SOCKET unset"
    [[ $EUID -eq 0 ]] || die "no engine answers at $PRIOK_ENGINE_SOCKET" "start it, or run as root"
    if [[ -d /run/systemd/system ]]; then
        say "Starting the Docker Engine (systemctl start docker)"
        systemctl start docker || die "the engine does not start" "see: journalctl -u docker"
    else
        start_engine_by_hand
    fi
    wait_for "waiting for the engine" 60 engine_answers \
        || die "the engine does not answer at $PRIOK_ENGINE_SOCKET" "see $COMMAND_LOGS/dockerd.log"
}

# Without an init system the engine is ours: own pid file, own log, a session of its own so that it outlives the terminal.
start_engine_by_hand() {
    alive "$ENGINE_PID" dockerd >/dev/null && return 0
    say "Starting the Docker Engine (no systemd here; its log is $COMMAND_LOGS/dockerd.log)"
    rm -f "$ENGINE_PID"
    setsid dockerd --host "unix://$PRIOK_ENGINE_SOCKET" --pidfile "$ENGINE_PID" \
        >>"$COMMAND_LOGS/dockerd.log" 2>&1 </dev/null 9>&- &
    disown
}

# For "down --engine": only what "up" started.
stop_engine() {
    local pid
    if pid=$(alive "$ENGINE_PID" dockerd); then
        say "Stopping the Docker Engine (process $pid) and with it the containers"
        end_process "$pid" 30
        rm -f "$ENGINE_PID"
    else
        say "The Docker Engine was not started by ./priok up; it is left alone"
    fi
}
