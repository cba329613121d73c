# shellcheck shell=bash
# shellcheck disable=SC2034 # the other files use what is set here
# Which lab, and where it is kept.

MOST_HOSTS=9
MARK=PRIOK_LAB_MARK
LAB_NETWORK=10.99.0
HOST_API=tcp://127.0.0.1:2375

lab_settings() {
    LAB=${PRIOK_LAB:-lab}
    [[ $LAB =~ ^[a-z][a-z0-9-]{0,14}$ ]] \
        || die "$LAB is no name for a lab" "PRIOK_LAB is a letter, then letters, digits or dashes, 15 in all at most"
    LAB_DIR=${PRIOK_LAB_DIR:-/var/lib/priok-lab/$LAB}
    [[ $LAB_DIR =~ ^(/[A-Za-z0-9._-]+){2,}$ ]] \
        || die "$LAB_DIR is no place for a lab" "PRIOK_LAB_DIR is an absolute path of plain letters, two levels deep at least"
    LAB_CACHE=$LAB_HOME/target
    # Below each controller's root, or the one root there is.
    LAB_CGROUP=priok-lab/$LAB
    [[ $EUID -eq 0 ]] || die "a lab needs root" "sudo ./priok lab …"
    [[ ! -e /run/priok-lab/host ]] || die "this is the lab's host $(</run/priok-lab/host)" "leave it first: labs do not nest"
}

is_host_name() { [[ $1 =~ ^h[1-9]$ ]]; }

address_of() { echo "$LAB_NETWORK.$((10 + ${1#h}))"; }

# Host names of this lab, running or not, in order.
all_hosts() {
    local dir
    for dir in "$LAB_DIR"/h[1-9]; do
        if [[ -d $dir ]]; then echo "${dir##*/}"; fi
    done
}

lab_exists() { [[ -d $LAB_DIR/h1 ]]; }

# need_host NAME: that it is one of this lab's.
need_host() {
    [[ $# -gt 0 && -n $1 ]] || usage "a host's name is missing"
    is_host_name "$1" || die "$1 is no host's name" "hosts are called h1, h2, …: see ./priok lab status"
    lab_exists || die "there is no lab at $LAB_DIR" "make one: ./priok lab up --hosts 3"
    [[ -d $LAB_DIR/$1 ]] || die "this lab has no $1, only $(all_hosts | paste -sd ' ')" "add hosts: ./priok lab up --hosts ${1#h}"
}

# One writer at a time. The lock is the lab's directory itself, so that nothing stays behind; it may have been deleted by the
# one who had the lock before. Processes that outlive the command are started with 8>&-.
lock_lab() {
    local from=$SECONDS
    while ((SECONDS - from < 60)); do
        mkdir -p "$LAB_DIR"
        exec 8<"$LAB_DIR"
        flock -w 30 8 || break
        if [[ /proc/self/fd/8 -ef $LAB_DIR ]]; then return 0; fi
    done
    die "another command holds the lab at $LAB_DIR" "wait for it, or end it"
}

unlock_lab() { exec 8<&-; }
