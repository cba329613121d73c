#!/usr/bin/env bash
# Installs Priok on this host from the directory that it is in: the unpacked package, or what the .deb has put in /opt/priok.
set -euo pipefail

HERE=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
OPT=/opt/priok
ETC=/etc/priok
ENV_FILE=$ETC/priok.env
UNIT=/etc/systemd/system/priok.service
FIREWALLD=/etc/firewalld/services

help() {
    cat <<'TEXT'
Usage: install.sh [--start] [--no-apt]
       install.sh --worker-only --join TOKEN --manager HOST:PORT[,HOST:PORT] [--start] [--no-apt]
       install.sh --upgrade [--no-apt]
       install.sh --uninstall [--purge]

Installs Priok on a Debian (12 or newer) or Ubuntu (22.04 or newer) host, as root. Doing it twice does no harm. From apt come
Java (unless there is 17 or newer) and docker.io (unless there is an engine), nothing else is fetched.

  --start        start it when it is installed (with systemd, also at every boot)
  --worker-only  a host that only runs tasks and cannot be promoted: half the memory, joins by itself
  --join         the token, as "docker swarm join-token worker" shows it on a manager
  --manager      managers' addresses; port 2377 unless it is changed there
  --no-apt       fail instead of installing what is missing
  --upgrade      replace an installed version by this one; settings and state stay, and it is started again if it ran
  --uninstall    remove the programs; settings, state and containers stay
  --purge        with --uninstall: remove settings, state, logs and the user, too

Programs go to /opt/priok, settings to /etc/priok, state to /var/lib/priok, logs to /var/log/priok. INSTALL.md tells the rest.
TEXT
}

say() { printf '%s\n' "$*"; }

# die MESSAGE [MEND]
die() {
    printf 'install.sh: %s\n' "$1" >&2
    if [[ $# -gt 1 ]]; then printf '            %s\n' "$2" >&2; fi
    exit 1
}

usage() {
    printf 'install.sh: %s; see install.sh --help\n' "$1" >&2
    exit 2
}

value_of() {
    [[ $# -ge 2 && -n $2 && $2 != --* ]] || usage "$1 needs a value"
    echo "$2"
}

options() {
    ACTION=install WORKER_ONLY='' TOKEN='' MANAGERS='' START='' APT=yes PURGE='' FROM_DEB=''
    while [[ $# -gt 0 ]]; do
        case $1 in
            -h | --help)
                help
                exit 0
                ;;
            --upgrade) ACTION=upgrade ;;
            --uninstall) ACTION=uninstall ;;
            --purge) PURGE=yes ;;
            --start) START=yes ;;
            --no-apt) APT='' ;;
            --worker-only) WORKER_ONLY=yes ;;
            # What the .deb's scripts say: files are in place, and apt removes them.
            --from-deb) FROM_DEB=yes ;;
            --join)
                TOKEN=$(value_of "$@")
                shift
                ;;
            --manager)
                MANAGERS=${MANAGERS:+$MANAGERS,}$(value_of "$@")
                shift
                ;;
            *) usage "there is no option $1" ;;
        esac
        shift
    done
    if [[ -n $PURGE && $ACTION != uninstall ]]; then usage "--purge goes with --uninstall"; fi
    if [[ -n $WORKER_ONLY ]]; then
        [[ $ACTION == install ]] || usage "--worker-only is for installing"
        worker_options
    elif [[ -n $TOKEN$MANAGERS ]]; then
        usage "--join and --manager go with --worker-only; a full node joins by docker swarm join"
    fi
}

worker_options() {
    local one managers
    [[ -n $TOKEN && -n $MANAGERS ]] || usage "--worker-only needs --join TOKEN and --manager HOST:PORT"
    [[ $TOKEN =~ ^SWMTKN-[A-Za-z0-9-]+$ ]] \
        || die "$TOKEN is not a join token" "docker swarm join-token worker, on a manager, shows it"
    IFS=, read -r -a managers <<<"$MANAGERS"
    for one in "${managers[@]}"; do
        [[ $one =~ ^[A-Za-z0-9.-]+:[0-9]{1,5}$ ]] || die "$one is not HOST:PORT" "for example: --manager 192.0.2.1:2377"
    done
}

with_systemd() { [[ -d /run/systemd/system ]]; }

running() {
    if with_systemd; then
        systemctl is-active -q priok.service 2>/dev/null
    else
        [[ -x $OPT/current/bin/priok-server ]] && "$OPT/current/bin/priok-server" status 2>/dev/null | grep -q '^Server:  running'
    fi
}

# --- what the host must have

java_is_there() {
    local java version
    for java in "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
        [[ -x $java ]] || continue
        version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
        [[ ${version:-0} -lt 17 ]] || return 0
    done
    return 1
}

engine_is_there() { [[ -S /var/run/docker.sock ]] || command -v dockerd >/dev/null; }

# setting NAME: as it is in priok.env; nothing if it is not.
setting() {
    [[ -r $ENV_FILE ]] || return 0
    sed -n "s/^$1=//p" "$ENV_FILE" | tail -n 1
}

missing() {
    java_is_there || [[ -n $(setting PRIOK_JAVA_HOME) ]] || echo openjdk-17-jre-headless
    engine_is_there || [[ -n $(setting PRIOK_ENGINE_SOCKET) ]] || echo docker.io
}

install_missing() {
    local packages choice
    mapfile -t packages < <(missing)
    [[ ${#packages[@]} -gt 0 ]] || return 0
    # apt has judged already: what it only recommends may be missing.
    if [[ -n $FROM_DEB ]]; then
        say "Note: still missing: ${packages[*]}"
        return 0
    fi
    if [[ -z $APT ]]; then
        die "missing: ${packages[*]}" "apt-get install ${packages[*]}, or leave out --no-apt"
    fi
    command -v apt-get >/dev/null \
        || die "missing: ${packages[*]}, and this system has no apt-get" "install Java 17 and a Docker Engine by hand, then again"
    say "Installing from the distribution: ${packages[*]} (takes a minute or two)"
    apt-get -q -q update || die "apt-get update failed" "mend the host's package sources, then run install.sh again"
    if [[ " ${packages[*]} " == *" openjdk-17-jre-headless "* ]] && ! apt-cache show openjdk-17-jre-headless >/dev/null 2>&1; then
        for choice in openjdk-21-jre-headless openjdk-25-jre-headless; do
            if apt-cache show "$choice" >/dev/null 2>&1; then
                packages=("${packages[@]/openjdk-17-jre-headless/$choice}")
                break
            fi
        done
    fi
    # Newer distributions have the command in a package of its own.
    if ! command -v docker >/dev/null && apt-cache show docker-cli >/dev/null 2>&1; then packages+=(docker-cli); fi
    DEBIAN_FRONTEND=noninteractive apt-get -q -q -y --no-install-recommends install "${packages[@]}" >/dev/null \
        || die "apt-get could not install ${packages[*]}" "install them by hand, then run install.sh again"
}

# --- the user, and who owns what

# Not root: a mistake in the server or a file name from outside cannot touch the host's files. It is a fence, not a wall: who
# may use the engine's socket is as good as root.
make_user() {
    local socket group
    if ! getent passwd priok >/dev/null; then
        useradd --system --user-group --home-dir "$STATE" --no-create-home --shell /usr/sbin/nologin priok
    fi
    socket=$(setting PRIOK_ENGINE_SOCKET)
    group=$(stat -L -c %G "${socket:-/var/run/docker.sock}" 2>/dev/null || echo docker)
    if [[ $group == root || $group == UNKNOWN ]]; then
        say "Note: the engine's socket belongs to the group $group: give it to one that the user priok is in"
    elif getent group "$group" >/dev/null; then
        usermod -a -G "$group" priok
    else
        say "Note: there is no group $group for the engine's socket; put the user priok into the one that has it"
    fi
}

make_directories() {
    install -d -m 0755 "$OPT" "$ETC" "$ETC/overrides"
    install -d -o priok -g priok -m 0700 "$STATE"
    install -d -o priok -g priok -m 0750 "$LOGS"
}

# --- programs

version_of() { cat "$1/VERSION" 2>/dev/null || true; }

copy_programs() {
    local version to old
    version=$(version_of "$HERE")
    to=$OPT/$version
    [[ -n $version && -d $HERE/wlp && -d $HERE/usr ]] || die "$HERE is not an unpacked package" "run install.sh where it was unpacked"
    if [[ $HERE != "$to" ]] && ! cmp -s "$HERE/BUILD" "$to/BUILD"; then
        rm -rf "$OPT/.new"
        cp -a "$HERE" "$OPT/.new"
        chown -R root:root "$OPT/.new"
        # Another build of the same version: the old one leaves by a rename, so no start sees half of each.
        if [[ -e $to ]]; then
            rm -rf "$OPT/.old"
            mv -T "$to" "$OPT/.old"
        fi
        mv -T "$OPT/.new" "$to"
        rm -rf "$OPT/.old"
    fi
    link_overrides "$to"
    old=$(readlink "$OPT/current" || true)
    if [[ $old != "$version" ]]; then
        ln -sfn "$version" "$OPT/.current"
        mv -fT "$OPT/.current" "$OPT/current"
    fi
    if [[ -z $FROM_DEB ]]; then remove_older "$version" "$old"; fi
}

# Liberty reads configDropins/overrides last: there an administrator's files win, and outlive the version.
link_overrides() {
    local server
    for server in priok priok-worker; do
        mkdir -p "$1/usr/servers/$server/configDropins"
        [[ -e $1/usr/servers/$server/configDropins/overrides ]] \
            || ln -sfn "$ETC/overrides" "$1/usr/servers/$server/configDropins/overrides"
    done
}

# This version and the one before it stay.
remove_older() {
    local one
    for one in "$OPT"/*/; do
        one=$(basename -- "$one")
        [[ $one == current || $one == "$1" || $one == "$2" ]] || rm -rf "${OPT:?}/$one"
    done
}

# --- settings

# set_value NAME VALUE: replaces the line, commented out or not.
set_value() {
    local line found='' new
    new=$(mktemp "$ETC/.priok.env.XXXXXX")
    while IFS= read -r line || [[ -n $line ]]; do
        if [[ $line =~ ^#?$1= ]]; then
            if [[ -z $found ]]; then printf '%s=%s\n' "$1" "$2"; fi
            found=yes
        else
            printf '%s\n' "$line"
        fi
    done <"$ENV_FILE" >"$new"
    if [[ -z $found ]]; then printf '%s=%s\n' "$1" "$2" >>"$new"; fi
    env_mode "$new"
    mv -f "$new" "$ENV_FILE"
}

# The token is in it.
env_mode() {
    chown root:priok "$1"
    chmod 0640 "$1"
}

settings() {
    local known=''
    if [[ -e $ENV_FILE ]]; then known=$(setting PRIOK_SERVER); else cp "$HERE/etc/priok.env" "$ENV_FILE"; fi
    env_mode "$ENV_FILE"
    [[ -n $WORKER_ONLY ]] || return 0
    if [[ $known == priok && -d $STATE/manager ]]; then
        die "this host has been a full node; as one that only runs tasks it would forget what it manages" \
            "docker swarm leave, then install.sh --uninstall --purge, then again"
    fi
    set_value PRIOK_SERVER priok-worker
    set_value PRIOK_JOIN_TOKEN "$TOKEN"
    set_value PRIOK_JOIN_MANAGERS "$MANAGERS"
}

# --- systemd and firewalld

register() {
    local rules
    if [[ -d /etc/systemd/system ]]; then
        install -C -m 0644 "$HERE/systemd/priok.service" "$UNIT"
        if with_systemd; then systemctl daemon-reload; fi
    fi
    # Definitions only: nothing is open until an administrator adds the service to a zone.
    if [[ -d $FIREWALLD ]]; then
        for rules in "$HERE"/firewall/firewalld/*.xml; do
            install -C -m 0644 "$rules" "$FIREWALLD/"
        done
    fi
}

start_now() {
    if with_systemd; then
        systemctl enable -q priok.service
        systemctl restart priok.service
    else
        "$OPT/current/bin/priok-server" restart
    fi
}

say_next() {
    local start="$OPT/current/bin/priok-server start"
    if with_systemd; then start="systemctl enable --now priok"; fi
    say "Priok $(version_of "$HERE") is installed. Settings: $ENV_FILE. Next:"
    say ""
    if [[ -z $START ]]; then say "  $start"; fi
    if [[ $(setting PRIOK_SERVER) == priok-worker ]]; then
        say "  $OPT/current/bin/priok-server status        # here; and on a manager: docker node ls"
    else
        say "  export DOCKER_HOST=tcp://127.0.0.1:$(port)"
        say "  docker swarm init --advertise-addr ADDRESS    # the first host; the others: docker swarm join"
        if [[ -e $OPT/current/usr/servers/priok/console.xml ]]; then
            say "  $OPT/current/bin/priok-server console-password"
        fi
    fi
    say ""
    say "Ports for the firewall, upgrading, removing: $OPT/current/INSTALL.md"
}

port() {
    local port
    port=$(setting PRIOK_API_PORT)
    echo "${port:-2375}"
}

# --- the three actions

refuse_another_version() {
    local installed
    installed=$(version_of "$OPT/current")
    [[ -n $installed && -z $FROM_DEB ]] || return 0
    cmp -s "$OPT/current/BUILD" "$HERE/BUILD" \
        || die "Priok $installed is installed already, and is not the same build" "install.sh --upgrade replaces it and keeps the state"
}

do_install() {
    refuse_another_version
    install_missing
    make_user
    make_directories
    settings
    copy_programs
    register
    if [[ -n $START ]]; then start_now; fi
    say_next
}

do_upgrade() {
    local before was_running=''
    before=$(version_of "$OPT/current")
    [[ -n $before ]] || die "there is nothing to upgrade" "install.sh without --upgrade installs"
    if cmp -s "$OPT/current/BUILD" "$HERE/BUILD"; then
        say "This build of Priok $before is installed already"
        return 0
    fi
    install_missing
    if running; then
        was_running=yes
        say "Stopping Priok $before (containers run on)"
        stop_now
    fi
    make_user
    make_directories
    settings
    copy_programs
    register
    say "Priok $(version_of "$HERE") has replaced $before"
    if [[ -n $was_running$START ]]; then
        start_now
        say "It is started again: $OPT/current/bin/priok-server status"
    fi
}

stop_now() {
    if with_systemd; then
        if [[ -e $UNIT ]]; then systemctl stop priok.service; fi
    elif [[ -x $OPT/current/bin/priok-server ]]; then
        "$OPT/current/bin/priok-server" stop
    fi
}

do_uninstall() {
    local rules
    cd /
    stop_now || die "the server does not stop" "end it by hand, then again"
    if with_systemd && [[ -e $UNIT ]]; then systemctl disable -q priok.service; fi
    rm -f "$UNIT"
    if with_systemd; then systemctl daemon-reload; fi
    for rules in priok-manager priok-worker priok-console; do
        rm -f "$FIREWALLD/$rules.xml"
    done
    # apt removes its own files, but not the link and what was made beside them.
    if [[ -n $FROM_DEB ]]; then
        rm -rf "$OPT/current" "$OPT"/*/usr/servers/*/configDropins
    else
        rm -rf "$OPT"
    fi
    rm -rf /run/priok
    if [[ -n $PURGE ]]; then purge; fi
    say "Priok is removed${PURGE:+ with its settings and state}."
    if [[ -z $PURGE ]]; then say "Settings stay in $ETC, state in $STATE, logs in $LOGS (--uninstall --purge removes them, too)."; fi
    say "Containers were left alone; those of the swarm: docker ps --filter label=com.docker.swarm.task.id"
}

purge() {
    # A directory that was set wrongly holds no state of ours.
    if [[ -e $STATE/agent.id || $STATE == /var/lib/priok ]]; then rm -rf "$STATE"; fi
    if [[ -e $LOGS/messages.log || $LOGS == /var/log/priok ]]; then rm -rf "$LOGS"; fi
    rm -rf "$ETC"
    if getent passwd priok >/dev/null; then userdel priok; fi
    if getent group priok >/dev/null; then groupdel priok; fi
}

main() {
    options "$@"
    [[ $EUID -eq 0 ]] || die "this needs root" "sudo $0 $*"
    umask 022
    STATE=$(setting PRIOK_STATE_DIR) LOGS=$(setting PRIOK_LOG_DIR)
    STATE=${STATE:-/var/lib/priok} LOGS=${LOGS:-/var/log/priok}
    case $ACTION in
        install) do_install ;;
        upgrade) do_upgrade ;;
        uninstall) do_uninstall ;;
    esac
}

main "$@"
