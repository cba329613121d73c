# shellcheck shell=bash
# What the cluster is like, asked without the reader's seeing it: by the docker command at a manager, or at the engines
# themselves, which know what really runs.

ENGINE="docker -H unix:///run/docker.sock"
SERVICE_LABEL=com.docker.swarm.service.name

# node_is ASKED NAME PATTERN: against "status availability manager-status".
node_is() {
    local line
    line=$(ask "$1" "docker node ls --format '{{.Hostname}} {{.Status}} {{.Availability}} {{.ManagerStatus}}'" | grep "^$2 ") || return 1
    grep -Eq "^$2 $3 ?$" <<<"$line"
}

no_node() { ! ask "$1" "docker node ls --format '{{.Hostname}}'" | grep -qx "$2"; }

# leader_seen_by HOST: its name, or nothing.
leader_seen_by() {
    ask "$1" "docker node ls --format '{{.Hostname}} {{.ManagerStatus}}'" | sed -n 's/ Leader *$//p'
}

has_leader() { [[ -n $(leader_seen_by "$1") ]]; }

# led_by_another ASKED THAN
led_by_another() {
    local leader
    leader=$(leader_seen_by "$1")
    [[ -n $leader && $leader != "$2" ]]
}

# containers HOST SERVICE: names of those that run on that host's engine, one a line.
containers() { ask "$1" "$ENGINE ps --filter label=$SERVICE_LABEL=$2 --format '{{.Names}}'"; }

# slots SERVICE HOST...: of the containers that run there, like "web.1", sorted, with repetitions.
slots() {
    local service=$1 host
    shift
    for host in "$@"; do containers "$host" "$service"; done | sed 's/\.[^.]*$//' | sort -t . -k 2n
}

# runs_exactly COUNT SERVICE HOST...: one container a slot, and so many.
runs_exactly() {
    local count=$1 found
    shift
    found=$(slots "$@")
    [[ $(grep -c . <<<"$found") -eq $count && $(sort -u <<<"$found" | grep -c .) -eq $count ]]
}

runs_none() { [[ -z $(containers "$1" "$2") ]]; }

runs_some() { ! runs_none "$@"; }

# running_tasks ASKED SERVICE: lines "web.1 h2".
running_tasks() {
    ask "$1" "docker service ps --filter desired-state=running --format '{{.Name}} {{.Node}} {{.CurrentState}}' $2" \
        | sed -n 's/ Running .*//p' | sort
}

tasks_run() { [[ $(running_tasks "$1" "$2" | grep -c .) -eq $3 ]]; }

# tasks_on ASKED SERVICE HOST COUNT
tasks_on() { [[ $(running_tasks "$1" "$2" | grep -c " $3$") -eq $4 ]]; }

# converged COUNT SERVICE ASKED HOST...: the tasks say so, and so do the engines of these hosts.
converged() {
    local count=$1 service=$2 asked=$3
    shift 3
    tasks_run "$asked" "$service" "$count" && runs_exactly "$count" "$service" "$@"
}

# one_a_node ASKED SERVICE HOST...
one_a_node() {
    local asked=$1 service=$2 host
    shift 2
    tasks_run "$asked" "$service" $# || return 1
    for host in "$@"; do [[ $(containers "$host" "$service" | grep -c .) -eq 1 ]] || return 1; done
}

# runs_only_its_own ASKED HOST: each container of a task is one that the cluster wants there.
runs_only_its_own() {
    local wanted found
    wanted=$(ask "$1" "docker node ps --no-trunc --filter desired-state=running --format '{{.Name}}.{{.ID}}' $2") || return 1
    found=$(ask "$2" "$ENGINE ps --no-trunc --filter label=$SERVICE_LABEL --format '{{.Names}}'") || return 1
    ! comm -13 <(sort <<<"$wanted") <(sort <<<"$found") | grep -q .
}

# history_shows ASKED SERVICE NODE: an old task of that node under the one that replaced it.
history_shows() { ask "$1" "docker service ps $2" | grep -Eq "\\\\_ $2\.[0-9]+ .* $3 +Shutdown +Shutdown"; }

all_of_image() { [[ $(ask "$1" "docker service ps --filter desired-state=running --format '{{.Image}}' $2" | sort -u) == "$3" ]]; }
