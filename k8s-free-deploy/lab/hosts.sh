# shellcheck shell=bash
# Hosts: launched, entered, killed. What a host does in itself is in "inside".

# init_of HOST: REPLY is the host's first process, once it has mounted its own file systems and plugged itself in.
init_of() { running "$LAB_DIR/$1/init"; }

is_on() { running "$LAB_DIR/$1/init" || running "$LAB_DIR/$1/launcher"; }

is_off() { ! is_on "$1"; }

need_on() {
    need_host "$1"
    init_of "$1" && return 0
    is_on "$1" || die "$1 is off" "switch it on: ./priok lab start $1"
    until_true 10 init_of "$1" || die "$1 does not boot" "see $LAB_DIR/$1/boot.log"
}

# state_of HOST: off, engine, images, server (what it is starting), ready or failed.
state_of() {
    local state=engine
    if ! is_on "$1"; then
        echo off
    elif init_of "$1" && { read -r state <"/proc/$REPLY/root/run/priok-lab/state"; } 2>/dev/null; then
        echo "$state"
    else
        echo engine
    fi
}

# What a host's processes are given: nothing of the caller's, whose settings and proxies are not the host's.
host_environment() {
    HOST_ENVIRONMENT=(
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
        "PRIOK_LAB_DIR=$LAB_DIR" "PRIOK_LAB=$LAB" "PRIOK_LAB_HOST=$1" "PRIOK_LAB_CACHE=$LAB_CACHE"
        "PRIOK_LAB_CGROUP=/$LAB_CGROUP/$1" PRIOK_NO_BUILD=1
        "PRIOK_START_SECONDS=${PRIOK_LAB_START_SECONDS:-300}"
    )
    if [[ -n ${PRIOK_LAB_JVM_OPTIONS:-} ]]; then HOST_ENVIRONMENT+=("PRIOK_LAB_JVM_OPTIONS=$PRIOK_LAB_JVM_OPTIONS"); fi
    if [[ -n ${JAVA_HOME:-} ]]; then HOST_ENVIRONMENT+=("JAVA_HOME=$JAVA_HOME"); fi
}

# home_of HOST: REPLY is the source directory of the version that it runs: this one, unless another was named.
home_of() {
    { read -r REPLY <"$LAB_DIR/$1/home"; } 2>/dev/null || REPLY=$PRIOK_HOME
}

# Under the lock. The launcher is in the host's namespaces but for the one of processes; when it ends the host does, too.
launch() {
    local host=$1 dir=$LAB_DIR/$1
    running "$LAB_DIR/switch" || die "the lab's switch is gone" "./priok lab up starts it again"
    mkdir -p "$dir"/{priok,docker,etc/docker}
    rm -f "$dir"/{launcher,init}
    echo "$host" >"$dir/etc/hostname"
    # Nothing listens there: a look-up fails at once instead of after a time-out.
    echo "nameserver 127.0.0.1" >"$dir/etc/resolv.conf"
    hosts_file >"$dir/etc/hosts"
    host_environment "$host"
    home_of "$host"
    setsid env -i "${HOST_ENVIRONMENT[@]}" "$MARK=$LAB_DIR" "$REPLY/k8s-free-deploy/lab/inside" launch </dev/null >"$dir/boot.log" 2>&1 &
    until_true 10 is_on "$host" || die "$host does not start: $(tail -n 1 "$dir/boot.log")" "see $dir/boot.log"
}

hosts_file() {
    local number
    echo "127.0.0.1 localhost"
    for ((number = 1; number <= MOST_HOSTS; number++)); do
        echo "$(address_of "h$number") h$number"
    done
}

# inside HOST COMMAND...: one of the host's own commands.
inside() {
    local host=$1 home
    shift
    home_of "$host"
    home=$REPLY
    need_on "$host"
    host_environment "$host"
    nsenter --target "$REPLY" --mount --uts --ipc --net --pid -- \
        setsid --wait env -i "${HOST_ENVIRONMENT[@]}" "$home/k8s-free-deploy/lab/inside" "$@" </dev/null 8<&-
}

# A power failure. First the link, or the dying host's kernel would still say good-bye to its peers; then the first process
# of its namespace, with which the kernel ends all the others before it can be waited for.
kill_host() {
    local host=$1
    unplug "$host"
    if ! init_of "$host" && running "$LAB_DIR/$host/launcher"; then
        # It is about to enter its namespaces. Its end ends them, but only from then on.
        until_true 5 init_of_or_off "$host" || true
    fi
    if init_of "$host"; then kill_now "$REPLY"; fi
    if running "$LAB_DIR/$host/launcher"; then kill_now "$REPLY"; fi
    unplug "$host"
    rm -f "$LAB_DIR/$host"/{launcher,init}
    remove_cgroups "$LAB_CGROUP/$host"
}

# server_of HOST: REPLY is the directory under /proc of its Liberty server, which has another number on this machine.
server_of() {
    local number
    init_of "$1" || return 1
    { read -r number <"$LAB_DIR/$1/priok/run/priok.pid"; } 2>/dev/null || return 1
    REPLY=/proc/$REPLY/root/proc/$number
    grep -qsaF ws-server.jar "$REPLY/cmdline"
}

# server_state_of HOST: running, paused, or stopped.
server_state_of() {
    local line
    if ! server_of "$1" || ! { read -r line <"$REPLY/stat"; } 2>/dev/null; then
        echo stopped
    elif [[ ${line##*) } == T* ]]; then
        echo paused
    else
        echo running
    fi
}

init_of_or_off() { init_of "$1" || is_off "$1"; }

# Directories of containers stay behind when the engine dies.
remove_cgroups() {
    until_true 5 cgroups_removed "$1" || warn "control groups are left at /sys/fs/cgroup/**/$1"
}

cgroups_removed() {
    local dir left=0
    for dir in "/sys/fs/cgroup/$1" /sys/fs/cgroup/*/"$1"; do
        [[ ! -L ${dir%"/$1"} && -d $dir ]] || continue
        find "$dir" -depth -type d -exec rmdir {} + 2>/dev/null || left=1
    done
    return $left
}

# wait_ready HOST...: until all are, telling how far they are; fails if one cannot be.
wait_ready() {
    local from=$SECONDS shown=$SECONDS limit=${PRIOK_LAB_START_SECONDS:-300} host state states waiting
    while :; do
        waiting="" states=""
        for host in "$@"; do
            state=$(state_of "$host")
            states+="$host $state, "
            case $state in
                ready) ;;
                off | failed)
                    progress_end
                    boot_failed "$host"
                    ;;
                *) waiting=yes ;;
            esac
        done
        if [[ -z $waiting ]]; then
            progress_end
            return 0
        fi
        ((SECONDS - from < limit)) || die "not ready after $limit s: ${states%, }" "see $LAB_DIR/*/boot.log, or allow more: PRIOK_LAB_START_SECONDS"
        if ((SECONDS - shown >= $(progress_period))); then
            progress "starting: ${states%, }: $((SECONDS - from)) s"
            shown=$SECONDS
        fi
        sleep 0.1
    done
}

boot_failed() {
    {
        echo "The last lines of $LAB_DIR/$1/boot.log:"
        tail -n 8 "$LAB_DIR/$1/boot.log"
    } >&2
    die "$1 did not come up" "mend it, then: ./priok lab kill $1; ./priok lab start $1"
}
