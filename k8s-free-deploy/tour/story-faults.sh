# shellcheck shell=bash
# Hosts die and come back; nodes leave.

worker_dies() {
    local from
    chapter "A host dies" "h3 loses power: no process is told, no connection closed. Its tasks run elsewhere within seconds."
    ask h1 "docker service scale --detach web=6" >/dev/null
    soon 20 "six tasks run" converged 6 web h1 h1 h2 h3
    promise "some of them on h3" runs_some h3 web
    on h1 "docker service ps --filter desired-state=running web"
    from=$(tenths)
    to_lab kill h3
    soon "$DEATH_LIMIT" "all six run on h1 and h2, each once" runs_exactly 6 web h1 h2
    report_time "$from" "from the power failure until all six ran again"
    soon 10 "the tasks say so, too" tasks_run h1 web 6
    soon "$DEATH_LIMIT" "h3 is Down" node_is h1 h3 "Down Active"
    on h1 "docker node ls"
    on h1 "docker service ps web"
    promise "history keeps the lost tasks" well_said '\\_ web\.[0-9] +nginx:latest +h3 +Shutdown '
    remark "The host comes back:"
    to_lab start h3
    soon 30 "h3 is Ready" node_is h1 h3 "Ready Active"
    soon 10 "and runs nothing that is not its own" runs_only_its_own h1 h3
    promise "six containers run in all" runs_exactly 6 web h1 h2 h3
    on h1 "docker node ls"
}

# report_time FROM WHAT: in tenths of a second.
report_time() { say "    $(seconds $(($(tenths) - $1))) s $2"; }

leader_dies() {
    local leader next from number
    chapter "The leader dies" "With three managers one may die at any time: another one leads, and nothing is lost."
    on h1 "docker node promote h3"
    soon 40 "h3 is a manager that can be reached" node_is h1 h3 "Ready Active (Reachable|Leader)"
    soon 20 "and answers for itself" has_leader h3
    on h1 "docker node ls"
    leader=$(leader_seen_by h1)
    next=h2
    if [[ $leader == h2 ]]; then next=h3; fi
    promise "one of the three leads" test -n "$leader"
    others_than "$leader"
    for number in 1 2 3 4 5; do
        ask h1 "$CREATE --detach --name kept$number --replicas 0 nginx" >/dev/null || broken "the service kept$number is accepted"
    done
    from=$(tenths)
    to_lab kill "${leader:-h1}"
    soon "$LEADER_LIMIT" "$next accepts a command" accepts "$next" "docker service scale --detach web=7"
    report_time "$from" "from the leader's death until the next command was accepted"
    soon "$DEATH_LIMIT" "all seven tasks run on the other two, each once" runs_exactly 7 web "${OTHERS[@]}"
    report_time "$from" "from the leader's death until all seven tasks ran"
    soon 10 "another one leads" led_by_another "$next" "$leader"
    on "$next" "docker node ls"
    on "$next" "docker service ls"
    promise "web and the five services from just before are there" all_kept
    remark "$leader comes back as one manager among three:"
    to_lab start "$leader"
    soon 60 "$leader is Ready and can be reached" node_is "$next" "$leader" "Ready Active (Reachable|Leader)"
    soon 10 "and runs nothing that is not its own" runs_only_its_own "$next" "$leader"
    soon 20 "it answers for itself" has_leader "$leader"
    on "$leader" "docker node ls"
    on "$next" "docker service rm kept1 kept2 kept3 kept4 kept5"
    succeeded || broken "the services can be removed"
}

accepts() { ask "$@" >/dev/null; }

# others_than HOST: sets OTHERS.
others_than() {
    local host
    OTHERS=()
    for host in h1 h2 h3; do
        if [[ $host != "$1" ]]; then OTHERS+=("$host"); fi
    done
}

all_kept() {
    local number
    # How many run is not settled while a host is down.
    well_said ' web +replicated +[0-9]+/7 ' || return 1
    for number in 1 2 3 4 5; do says " kept$number +replicated +0/0 " || return 1; done
}

leaving() {
    local leader last token
    chapter "Leaving" "A worker leaves when it likes. A manager is demoted first, so that the others know."
    leader=$(leader_seen_by h1)
    last=h3
    if [[ $leader == h3 ]]; then last=h2; fi
    others_than "$last"
    on "$last" "docker swarm leave"
    promise "a manager is warned" refused_with "You are attempting to leave the swarm on a node that is participating as a manager."
    on "$leader" "docker node rm $last"
    promise "nor is a manager removed" refused_with "is a cluster manager and is a member of the raft cluster"
    on "$leader" "docker node demote $last"
    promise "$last is demoted" well_said "^Manager $last demoted in the swarm\.$"
    soon 20 "$last is a worker" asked_in_vain "$last"
    soon 20 "for the others, too" node_is "$leader" "$last" "Ready Active"
    on "$leader" "docker node rm $last"
    promise "a node that is Ready is not removed" refused_with "is not down and can't be removed"
    on "$last" "docker swarm leave"
    promise "$last leaves" well_said '^Node left the swarm\.$'
    promise "and is in no swarm" in_no_swarm "$last"
    soon "$DEATH_LIMIT" "the others see that it is gone" node_is "$leader" "$last" "Down Active"
    soon 20 "and have its tasks" runs_exactly 7 web "${OTHERS[@]}"
    soon 10 "no container is left on $last" runs_none "$last" web
    on "$leader" "docker node rm $last"
    promise "now it can be removed" well_said "^$last$"
    on "$leader" "docker node ls"
    promise "two nodes are left" lines_are 3
    remark "It may join again, as a manager at once if it has that token:"
    token=$(ask "$leader" "docker swarm join-token -q manager")
    on "$last" "docker swarm join --token $token $(address_of "$leader"):2377"
    promise "$last joins as a manager" well_said '^This node joined a swarm as a manager\.$'
    soon 60 "it is Ready and can be reached" node_is "$leader" "$last" "Ready Active (Reachable|Leader)"
    on "$leader" "docker node ls"
    promise "there are three nodes again" lines_are 4
    on "$leader" "docker service rm web"
    soon 20 "nothing runs any more when the service is removed" runs_exactly 0 web h1 h2 h3
}

in_no_swarm() { [[ $(ask "$1" "docker info --format '{{.Swarm.LocalNodeState}}'") == inactive ]]; }

address_of() { echo "10.99.0.$((10 + ${1#h}))"; }
