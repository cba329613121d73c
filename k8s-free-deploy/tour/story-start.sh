# shellcheck shell=bash
# From a single node to three, and their roles.

NO_SWARM='This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.'
ON_A_WORKER="This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state."

one_node() {
    chapter "A swarm of one node" "Three hosts, h1 to h3, each with its own Docker Engine and Priok beside it. The first one begins a swarm."
    on h1 "docker info | grep Swarm"
    promise "h1 is in no swarm" well_said '^ Swarm: inactive$'
    on h1 "docker node ls"
    promise "without a swarm there are no nodes" refused_with "$NO_SWARM"
    on h1 "docker swarm init --advertise-addr 10.99.0.11"
    promise "a swarm is begun" well_said '^Swarm initialized: current node \([0-9a-z]{25}\) is now a manager\.$'
    promise "it tells how to join" says 'docker swarm join --token SWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25} 10\.99\.0\.11:2377'
    soon 20 "h1 is the leader" node_is h1 h1 "Ready Active Leader"
    on h1 "docker info | grep -A 23 Swarm"
    promise "h1 is an active manager" well_said '^ Swarm: active$'
    promise "info names the manager's address" says '^   10\.99\.0\.11:2377$'
    on h1 "docker network ls"
    promise "the engine's own networks are there" well_said ' bridge +bridge +local'
    remark "(Overlay networks, the routing mesh, secrets, configs, stacks and the nodes' certificates follow in a later release.)"
    on h1 "docker node ls"
    promise "h1 is Ready, Active and the leader, with the star" well_said '^[0-9a-z]{25} \* +h1 +Ready +Active +Leader '
    remark "What the node keeps on its disk is for root alone:"
    on h1 "ls -lR --ignore=liberty --ignore=logs --ignore=run /var/lib/priok"
    promise "the state directory holds the manager's and the worker's records" well_said '^/var/lib/priok/(manager|worker)'
    promise "its files have mode 0600, its directories 0700" for_root_alone h1
}

# On the engines' own Swarm the directory is another.
for_root_alone() {
    ask "$1" "cd /var/lib/priok && find . \( -name liberty -o -name logs -o -name run \) -prune -o -mindepth 1 -perm /077 -print" | grep . >"$WORK/open" || return 0
    OUTPUT="open to others: $(paste -sd ' ' "$WORK/open")"
    tell "$OUTPUT"
    return 1
}

joining() {
    local token last
    chapter "Joining" "h1 gives a token, and with it h2 and h3 join as workers."
    on h1 "docker swarm join-token worker"
    promise "the command for a worker is shown" well_said 'docker swarm join --token SWMTKN-1-'
    on h1 "docker swarm join-token manager"
    promise "the one for a manager has another token" well_said '^To add a manager to this swarm'
    token=$(ask h1 "docker swarm join-token -q worker")
    # Right but for the last character.
    last=a
    if [[ $token == *a ]]; then last=b; fi
    on h2 "docker swarm join --token ${token%?}$last 10.99.0.11:2377"
    promise "a wrong token is refused" refused_with "A valid join token is necessary to join this cluster"
    # The real one tries on for as long as it is not told to stop.
    if [[ -n $PROOF ]]; then ask h2 "docker swarm leave --force" >/dev/null || true; fi
    on h2 "docker swarm join --token garbage 10.99.0.11:2377"
    promise "so is what is no token at all" refused_with "invalid join token"
    on h2 "docker swarm join --token $token 10.99.0.11:2377"
    promise "h2 joins as a worker" well_said '^This node joined a swarm as a worker\.$'
    on h3 "docker swarm join --token $token 10.99.0.11:2377"
    promise "h3 joins as a worker" well_said '^This node joined a swarm as a worker\.$'
    soon 15 "h2 is Ready" node_is h1 h2 "Ready Active"
    soon 15 "h3 is Ready" node_is h1 h3 "Ready Active"
    on h1 "docker node ls"
    promise "there are three nodes" lines_are 4
    on h2 "docker info | grep -A 6 Swarm"
    promise "h2 knows where the manager is" well_said '^   10\.99\.0\.11:2377$'
    on h2 "docker node ls"
    promise "a worker says that it is no manager" refused_with "$ON_A_WORKER"
    on h2 "docker service create --name web nginx"
    promise "and creates no services" refused_with "$ON_A_WORKER"
}

roles() {
    chapter "Roles" "A worker becomes a manager and a worker again at any time, without a restart."
    on h1 "docker node promote h2"
    promise "h2 is promoted" well_said '^Node h2 promoted to a manager in the swarm\.$'
    soon 40 "h2 is a manager that can be reached" node_is h1 h2 "Ready Active Reachable"
    on h1 "docker node ls"
    soon 20 "h2 answers for itself" node_is h2 h2 "Ready Active Reachable"
    on h2 "docker node ls"
    promise "there the star is at h2, and h1 leads" well_said '^[0-9a-z]{25} \* +h2 +Ready +Active +Reachable '
    on h1 "docker node demote h2"
    promise "h2 is demoted" well_said '^Manager h2 demoted in the swarm\.$'
    soon 20 "h2 is a worker again" node_is h1 h2 "Ready Active"
    soon 20 "and says so" asked_in_vain h2
    on h2 "docker node ls"
    promise "in the words of a worker" refused_with "$ON_A_WORKER"
    on h1 "docker node update --role manager h2"
    promise "update --role does the same" well_said '^h2$'
    soon 40 "h2 is a manager again" node_is h1 h2 "Ready Active Reachable"
    soon 20 "and answers for itself" node_is h2 h2 "Ready Active Reachable"
    on h1 "docker node ls"
}

asked_in_vain() { ! ask "$1" "docker node ls" >/dev/null; }

ports() {
    chapter "Ports for the firewall" "Between the hosts: 2377/tcp management, 7946/tcp and its neighbour among managers; and 4789/udp once there are overlay networks."
    on h1 "ss -tln | grep -E 'State|:(2377|794[0-9]) '"
    promise "a manager listens at 2377" well_said 'LISTEN .*:2377 '
    promise "and at 7946" says 'LISTEN .*:7946 '
}
