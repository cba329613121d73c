# shellcheck shell=bash
# One function a command, lab_NAME. Options have been looked through for --help before.

COMMANDS=(up down status exec kill start stop server engine cut heal slow pause resume logs tidy-check)

is_command() { [[ " ${COMMANDS[*]} " == *" $1 "* ]]; }

# no_more ARGUMENTS...: there must not be any.
no_more() { [[ $# -eq 0 ]] || usage "lab does not know what to do with $1"; }

lab_up() {
    local hosts=3 number host wanted=() variables=()
    while [[ $# -gt 0 ]]; do
        case $1 in
            --hosts)
                [[ $# -gt 1 ]] || usage "--hosts needs a number"
                hosts=$2
                shift 2
                ;;
            --hosts=*)
                hosts=${1#*=}
                shift
                ;;
            --set)
                [[ ${2:-} =~ ^priok\.[a-z.]+=[^\<\>\&\"]+$ ]] || usage "--set needs a variable and its value, like priok.log.format=json"
                variables+=("$2")
                shift 2
                ;;
            *) usage "lab up does not know $1" ;;
        esac
    done
    [[ $hosts =~ ^[0-9]+$ && $hosts -ge 1 && $hosts -le $MOST_HOSTS ]] \
        || die "a lab of $hosts hosts cannot be made" "--hosts takes 1 to $MOST_HOSTS"
    for ((number = 1; number <= hosts; number++)); do wanted+=("h$number"); done
    prepare_machine
    lock_lab
    ensure_switch
    for host in "${wanted[@]}"; do
        if [[ $(state_of "$host") == failed ]]; then kill_host "$host"; fi
        if is_off "$host"; then
            set_variables "$host" "${variables[@]}"
            launch "$host"
        fi
    done
    unlock_lab
    wait_ready "${wanted[@]}"
    say_lab_next "${wanted[@]}"
}

# What must be there before the first host is: programs, the package, a disk that the engines can use.
prepare_machine() {
    local part kind
    for part in settings install engine images build server; do
        # shellcheck source=/dev/null
        . "$PRIOK_HOME/k8s-free-deploy/lib/$part.sh"
    done
    mkdir -p "$LAB_DIR/logs" "$LAB_CACHE" || die "cannot write to $LAB_DIR" "choose another: PRIOK_LAB_DIR"
    kind=$(stat -f -c %T "$LAB_DIR")
    case $kind in
        tmpfs | overlayfs | ramfs)
            die "$LAB_DIR is on $kind, on which an engine cannot keep images" "choose a directory on a disk: PRIOK_LAB_DIR"
            ;;
    esac
    PRIOK_STATE_DIR=$LAB_DIR settings
    install_missing dockerd=docker.io iptables=iptables nft=nftables
    ensure_package
}

# set_variables HOST NAME=VALUE...: for the host's server, from its next start on.
set_variables() {
    local host=$1 pair
    shift
    [[ $# -gt 0 ]] || return 0
    mkdir -p "$LAB_DIR/$host/priok/overrides"
    {
        echo '<server>'
        for pair in "$@"; do echo "  <variable name=\"${pair%%=*}\" value=\"${pair#*=}\"/>"; done
        echo '</server>'
    } >"$LAB_DIR/$host/priok/overrides/lab.xml"
}

say_lab_next() {
    cat <<TEXT
$# hosts are ready: $*. Next:

  ./priok lab exec h1 -- docker swarm init --advertise-addr $(address_of h1)
  ./priok lab exec h1 -- docker service create --name web --replicas 3 nginx
  ./priok lab exec h1 -- docker service ps web

./priok lab status, kill, start, cut, heal and down go with it; ./priok lab --help has them all.
TEXT
}

lab_down() {
    local keep=""
    if [[ ${1:-} == --keep ]]; then
        keep=yes
        shift
    fi
    no_more "$@"
    if [[ ! -d $LAB_DIR && -z $(marked) ]]; then
        say "There is no lab at $LAB_DIR"
        return 0
    fi
    lock_lab
    # All at once, by the mark: whatever is left of a lab that was half made or half killed goes, too.
    until_true 30 swept || die "some of the lab's processes do not end: $(marked | paste -sd ' ')" "they wait for the kernel: see ps -o pid,stat,wchan,args"
    remove_cgroups "$LAB_CGROUP"
    rmdir /sys/fs/cgroup/priok-lab /sys/fs/cgroup/*/priok-lab 2>/dev/null || true
    if [[ -n $keep ]]; then
        rm -f "$LAB_DIR"/switch "$LAB_DIR"/h?/{launcher,init}
        say "The lab is down; its disks are kept at $LAB_DIR"
    else
        rm -rf --one-file-system "$LAB_DIR" || die "$LAB_DIR cannot be removed" "see what holds it: grep $LAB_DIR /proc/*/mountinfo"
        [[ -n ${PRIOK_LAB_DIR:-} ]] || rmdir "${LAB_DIR%/*}" 2>/dev/null || true
        say "The lab is down, and its disks are deleted"
    fi
}

# Kills all that carry the mark; holds when there are none.
swept() {
    local pids
    mapfile -t pids < <(marked)
    [[ ${#pids[@]} -gt 0 ]] || return 0
    kill -KILL "${pids[@]}" 2>/dev/null || true
    return 1
}

lab_status() {
    local form=lab_table
    case ${1:-} in
        --json) form=lab_json ;;
        --lines) form=lab_lines ;;
        "") ;;
        *) usage "lab status does not know $1" ;;
    esac
    if [[ $# -gt 0 ]]; then shift; fi
    no_more "$@"
    lab_exists || die "there is no lab at $LAB_DIR" "make one: ./priok lab up --hosts 3"
    "$form"
}

# Called hundreds of times by tests: nothing here starts a process that it can do without.
lab_exec() {
    local name
    need_on "${1:-}"
    shift
    [[ ${1:-} != -- ]] || shift
    [[ $# -gt 0 ]] || usage "the command to run is missing"
    # What the caller has set for other nodes and engines is not the host's, and there is no way to a proxy.
    for name in "${!PRIOK_@}" "${!DOCKER_@}" "${!CONTAINER@}" {http,https,ftp,all,no}_proxy {HTTP,HTTPS,FTP,ALL,NO}_PROXY; do
        case $name in
            DOCKER_API_VERSION | DOCKER_BUILDKIT | DOCKER_CONFIG) ;;
            *) unset "$name" ;;
        esac
    done
    # The working directory is looked up again inside, where some file systems are others.
    # shellcheck disable=SC2016 # for the inner shell
    DOCKER_HOST=$HOST_API exec nsenter --target "$REPLY" --mount --uts --ipc --net --pid -- \
        sh -c 'cd "$1" 2>/dev/null || cd /; shift; exec "$@"' "lab exec" "$PWD" "$@"
}

lab_kill() {
    need_host "${1:-}"
    no_more "${@:2}"
    lock_lab
    if is_off "$1"; then
        say "$1 is off already"
        return 0
    fi
    kill_host "$1"
    say "$1 is off"
}

lab_start() {
    local host="" wait=yes option
    for option in "$@"; do
        case $option in
            --no-wait) wait="" ;;
            -*) usage "lab start does not know $option" ;;
            *)
                [[ -z $host ]] || no_more "$option"
                host=$option
                ;;
        esac
    done
    need_host "$host"
    lock_lab
    is_off "$host" || die "$host is on already" "to start it anew: ./priok lab kill $host first"
    switch_runs || die "the lab's switch is gone" "./priok lab up starts it, and the hosts, again"
    launch "$host"
    unlock_lab
    if [[ -z $wait ]]; then
        say "$host is starting"
        return 0
    fi
    wait_ready "$host"
    say "$host is ready"
}

lab_stop() {
    need_host "${1:-}"
    no_more "${@:2}"
    inside "$1" server-stop
}

lab_server() { part_of_host server "$@"; }

lab_engine() { part_of_host engine "$@"; }

# part_of_host PART HOST start|stop|kill
part_of_host() {
    local part=$1
    need_host "${2:-}"
    if [[ "$part ${3:-} ${4:-}" == "server start --from" ]]; then
        run_version "$2" "${5:-}"
        set -- "${@:1:3}" "${@:6}"
    fi
    no_more "${@:4}"
    case ${3:-} in
        start | stop | kill) inside "$2" "$part-$3" ;;
        *) usage "lab $part takes a host and one of start, stop, kill" ;;
    esac
}

# run_version HOST DIRECTORY: from its next start on.
run_version() {
    local home
    [[ -n $2 ]] || usage "--from needs a directory"
    home=$(readlink -f -- "$2") || home=$2
    if [[ ! -f $home/liberty/server/target/usr/built || ! -x $home/k8s-free-deploy/lab/inside ]]; then
        die "$2 holds no version of Priok that is built" "build it there: mvn -DskipTests -pl liberty/server -am package"
    fi
    echo "$home" >"$LAB_DIR/$1/home"
}

# link_options OPTIONS...: sets FROM and ONE_WAY.
link_options() {
    FROM="" ONE_WAY=""
    while [[ $# -gt 0 ]]; do
        case $1 in
            --from)
                [[ $# -gt 1 ]] || usage "--from needs a host"
                FROM=$2
                shift 2
                ;;
            --one-way)
                ONE_WAY=yes
                shift
                ;;
            *) usage "lab does not know $1 here" ;;
        esac
    done
    [[ -z $FROM ]] || need_host "$FROM"
    [[ -z $ONE_WAY || -n $FROM ]] || usage "--one-way goes with --from"
}

lab_cut() {
    local host=${1:-}
    need_host "$host"
    link_options "${@:2}"
    [[ $FROM != "$host" ]] || die "$host cannot be cut from itself" "name another host"
    lock_lab
    if [[ -z $FROM ]]; then
        : >"$LAB_DIR/$host/cut"
        if is_on "$host"; then apply_cable "$host"; fi
        say "$host is cut off"
        return 0
    fi
    {
        echo "$host $FROM"
        [[ -n $ONE_WAY ]] || echo "$FROM $host"
    } >>"$LAB_DIR/pairs"
    sort -u -o "$LAB_DIR/pairs" "$LAB_DIR/pairs"
    apply_rules
    if [[ -n $ONE_WAY ]]; then say "$host no longer hears $FROM"; else say "$host is cut off from $FROM"; fi
}

lab_heal() {
    local host=${1:-}
    need_host "$host"
    link_options "${@:2}"
    [[ -z $ONE_WAY ]] || usage "lab heal takes no --one-way"
    lock_lab
    touch "$LAB_DIR/pairs"
    if [[ -n $FROM ]]; then
        sed -i "/^$host $FROM$/d; /^$FROM $host$/d" "$LAB_DIR/pairs"
    else
        sed -i "/$host/d" "$LAB_DIR/pairs"
        rm -f "$LAB_DIR/$host"/{cut,loss,shape}
        if is_on "$host"; then apply_cable "$host"; fi
    fi
    apply_rules
    say "$host is healed${FROM:+ towards $FROM}"
}

lab_slow() {
    local host=${1:-} loss="" delay="" rate="" dir
    need_host "$host"
    dir=$LAB_DIR/$host
    shift
    while [[ $# -gt 0 ]]; do
        [[ $# -gt 1 ]] || usage "$1 needs a value"
        case $1 in
            --loss) loss=${2%\%} ;;
            --delay) delay=$2 ;;
            --rate) rate=$2 ;;
            *) usage "lab slow does not know $1" ;;
        esac
        shift 2
    done
    [[ -n $loss$delay$rate ]] || usage "lab slow needs --loss, --delay or --rate"
    [[ -z $loss || $loss =~ ^[0-9]{1,2}$ || $loss == 100 ]] || die "--loss $loss is no percentage" "0 to 100, like 30%"
    [[ -z $delay || $delay =~ ^[0-9]+ms$ ]] || die "--delay $delay is no delay" "milliseconds, like 200ms"
    [[ -z $rate || $rate =~ ^[0-9]+[kmg]bit$ ]] || die "--rate $rate is no rate" "like 1mbit"
    [[ -z $delay ]] || kernel_delays || die "this kernel cannot delay packets (no CONFIG_NET_SCH_NETEM)" "--loss and --rate work without it; ./priok lab pause makes a host slow to answer"
    lock_lab
    echo "$loss" >"$dir/loss"
    if [[ -n $delay ]]; then
        echo "netem delay $delay${rate:+ rate $rate}" >"$dir/shape"
    elif [[ -n $rate ]]; then
        echo "tbf rate $rate burst 32kbit latency 400ms" >"$dir/shape"
    else
        rm -f "$dir/shape"
    fi
    if [[ -z $loss ]]; then rm -f "$dir/loss"; fi
    if is_on "$host"; then apply_cable "$host"; fi
    apply_rules
    say "$host now: $(faults_of "$host")"
}

kernel_delays() {
    unshare --net -- tc qdisc add dev lo root netem delay 1ms 2>/dev/null
}

lab_pause() { freeze pause STOP "$@"; }

lab_resume() { freeze resume CONT "$@"; }

# freeze pause|resume SIGNAL HOST [--all]
freeze() {
    local command=$1 signal=$2 host=${3:-}
    need_on "$host"
    no_more "${@:5}"
    case ${4:-} in
        --all)
            # To all of the host's processes but the first in one call of the kernel's, those in containers included.
            nsenter --target "$REPLY" --mount --pid -- sh -c "kill -$signal -1" || die "$host has no processes" "see ./priok lab status"
            ;;
        "") inside "$host" "server-$command" ;;
        *) usage "lab $command does not know $4" ;;
    esac
    say "$host: ${command}d${4:+, all of it}"
}

lab_logs() {
    local host=${1:-} which=server follow="" file
    need_host "$host"
    shift
    while [[ $# -gt 0 ]]; do
        case $1 in
            --boot | --engine | --server) which=${1#--} ;;
            -f) follow=yes ;;
            *) usage "lab logs does not know $1" ;;
        esac
        shift
    done
    case $which in
        boot) file=$LAB_DIR/$host/boot.log ;;
        engine) file=$LAB_DIR/$host/dockerd.log ;;
        server) file=$LAB_DIR/$host/priok/liberty/output/priok/logs/messages.log ;;
    esac
    [[ -f $file ]] || die "$host has no such log yet" "it would be $file"
    if [[ -n $follow ]]; then exec tail -n 200 -F "$file"; fi
    tail -n 200 "$file"
}

# Finds what a lab has left although it is down.
lab_tidy_check() {
    local found
    no_more "$@"
    found=$(
        marked | sed 's/^/process /'
        grep -lsF "$LAB_DIR/" /proc/[0-9]*/mountinfo | sed 's#^/proc/\([0-9]*\)/.*#mounts in process \1#' || true
        for dir in "/sys/fs/cgroup/$LAB_CGROUP" /sys/fs/cgroup/*/"$LAB_CGROUP"; do
            if [[ -d $dir ]]; then echo "control group $dir"; fi
        done
        if [[ -d $LAB_DIR ]]; then echo "directory $LAB_DIR"; fi
    )
    [[ -n $found ]] || {
        say "Nothing is left of the lab"
        return 0
    }
    printf '%s\n' "$found" >&2
    die "the lab is up, or has left this" "./priok lab down ends and removes it"
}
