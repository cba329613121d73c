# shellcheck shell=bash
# Services: created, scaled, updated.

# The image is on the hosts; they are told apart from a registry's by the CLI's own remark, which is of no use here.
CREATE="docker service create --no-resolve-image --stop-grace-period 1s"

create_service() {
    local seen
    chapter "A service" "The command shows how far the tasks are, and ends when they have been stable for five seconds."
    watch_states web
    on h1 "$CREATE --name web nginx"
    seen=$(states_seen)
    promise "one task runs" well_said '^overall progress: 1 out of 1 tasks$'
    promise "with a full bar" says '^1/1: running +\[=+>\]$'
    promise "and the service has converged" says '^verify: Service ([0-9a-z]+ )?converged$'
    remark "States that \"service ps\" showed while the task came up: $seen"
    promise "one on the way, which may be over in the blink of an eye, and running are among them" passed_through "$seen"
    on h1 "docker service ls"
    promise "1 of 1 replicas" well_said ' web +replicated +1/1 +nginx:latest'
    on h1 "docker service ps web"
    promise "web.1 runs" well_said ' web\.1 +nginx:latest +h[1-3] +Running +Running '
    promise "in exactly one container" runs_exactly 1 web h1 h2 h3
}

# watch_states SERVICE: begins to ask for the tasks, many times a second, on one connection.
watch_states() {
    local url
    url="http://api/v1.41/tasks?filters=%7B%22service%22%3A%7B%22$1%22%3Atrue%7D%7D&_=[1-2000]"
    rm -f "$WORK/states"
    "$LAB_TOOL" exec h1 -- timeout 12 curl -s --noproxy '*' "${CURL_TO[@]}" "$url" >"$WORK/states" 2>/dev/null &
    WATCHER=$!
}

# states_seen: in order, separated by commas.
states_seen() {
    kill "$WATCHER" 2>/dev/null || true
    wait "$WATCHER" 2>/dev/null || true
    grep -ao '"State": *"[a-z]*","*' "$WORK/states" | sed 's/.*: *"\([a-z]*\)".*/\1/' | awk '!seen[$0]++' | paste -sd ' ' | sed 's/ /, /g'
}

passed_through() {
    [[ " ${1//,/ } " == *" running "* && " ${1//,/ } " =~ \ (preparing|ready|starting)\  ]]
}

global_service() {
    chapter "One task on every node" "--mode global needs no number: each node has one task, those that join later, too."
    on h1 "$CREATE --name agent --mode global nginx"
    promise "three of three tasks" well_said '^overall progress: 3 out of 3 tasks$'
    promise "converged" says '^verify: Service ([0-9a-z]+ )?converged$'
    on h1 "docker service ls"
    promise "the mode is global" well_said ' agent +global +3/3 '
    on h1 "docker service ps agent"
    promise "there is one task a node" one_a_node h1 agent h1 h2 h3
    on h1 "docker service rm agent"
    soon 20 "and none when the service is removed" runs_exactly 0 agent h1 h2 h3
}

scaling() {
    chapter "More tasks, and fewer" "Scaling keeps what runs and adds or takes the difference."
    on h1 "docker service scale web=3"
    promise "scaled to 3" well_said '^web scaled to 3$'
    promise "converged" says '^verify: Service (web )?converged$'
    on h1 "docker service ps web"
    promise "one task on each node" one_a_node h1 web h1 h2 h3
    on h1 "docker service scale web=2"
    promise "scaled to 2" well_said '^web scaled to 2$'
    soon 15 "two containers run" converged 2 web h1 h1 h2 h3
    on h1 "docker service ls"
    promise "2 of 2 replicas" well_said ' web +replicated +2/2 '
}

updating() {
    chapter "A new version, and back" "Tasks are replaced one after the other; a rollback returns to the spec before."
    on h1 "docker service update --no-resolve-image --update-monitor 1s --image nginx:1.28 web"
    promise "the update converges" well_said '^verify: Service (web )?converged$'
    promise "all tasks have the new image" all_of_image h1 web nginx:1.28
    on h1 "docker service ps web"
    promise "the old tasks are kept below the new" well_said ' \\_ web\.[0-9] +nginx:latest .* Shutdown +Shutdown'
    on h1 "docker service rollback web"
    promise "the rollback converges" well_said '^verify: Service (web )?converged$'
    soon 10 "all tasks have the old image" all_of_image h1 web nginx:latest
    promise "in two containers" runs_exactly 2 web h1 h2 h3
}
