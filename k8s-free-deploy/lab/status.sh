# shellcheck shell=bash
# What a lab looks like from outside.

# facts_of HOST: one line of JSON.
facts_of() {
    local host=$1 init=null state engine="" swarm="" info="" root="" server process=""
    state=$(state_of "$host")
    if init_of "$host"; then
        init=$REPLY
        root=/proc/$init/root
        if [[ -S $root/run/docker.sock ]]; then
            engine=$(curl -s --max-time 2 --unix-socket "$root/run/docker.sock" http://engine/version 2>/dev/null | jq -r .Version || true)
        fi
        if [[ $state == ready ]]; then
            info=$(nsenter --net="/proc/$init/ns/net" -- curl -s --noproxy '*' --max-time 2 "http${HOST_API#tcp}/info" 2>/dev/null || true)
            swarm=$(jq -r '.Swarm | if .LocalNodeState != "active" then .LocalNodeState elif .ControlAvailable then "manager" else "worker" end' \
                <<<"$info" 2>/dev/null || true)
        fi
    fi
    server=$(server_state_of "$host")
    if server_of "$host"; then process=$REPLY; fi
    jq -nc --arg name "$host" --arg address "$(address_of "$host")" --arg state "$state" --argjson init "$init" \
        --arg link "$(link_of "$host")" --arg faults "$(faults_of "$host")" --arg engine "$engine" --arg swarm "$swarm" \
        --arg dir "$LAB_DIR/$host" --arg root "$root" --arg server "$server" --arg process "$process" \
        '{name: $name, address: $address, state: $state, link: $link, faults: $faults, engineVersion: $engine, server: $server, swarm: $swarm,
          init: $init, netns: (if $init then "/proc/\($init)/ns/net" else null end), root: (if $init then $root else null end),
          engineSocket: (if $init then "\($root)/run/docker.sock" else null end),
          serverProcess: (if $process == "" then null else $process end),
          stateDir: "\($dir)/priok", engineDir: "\($dir)/docker", bootLog: "\($dir)/boot.log", engineLog: "\($dir)/dockerd.log"}'
}

lab_json() {
    local host
    for host in $(all_hosts); do facts_of "$host"; done \
        | jq -s --arg name "$LAB" --arg dir "$LAB_DIR" '{name: $name, dir: $dir, hosts: .}'
}

# The same as lines key=value, for those who have no JSON at hand.
lab_lines() {
    lab_json | jq -r '"lab.name=\(.name)", "lab.dir=\(.dir)", (.hosts[] | .name as $h | to_entries[] | "\($h).\(.key)=\(.value // "")")'
}

lab_table() {
    say "Lab $LAB at $LAB_DIR"
    lab_json | jq -r '["HOST", "ADDRESS", "STATE", "LINK", "ENGINE", "SERVER", "NODE", "FAULTS"],
        (.hosts[] | [.name, .address, .state, .link, .engineVersion, .server, .swarm, .faults] | map(if . == "" then "-" else . end)) | @tsv' \
        | awk -F '\t' '{ printf "%-5s %-12s %-8s %-5s %-17s %-8s %-9s %s\n", $1, $2, $3, $4, $5, $6, $7, $8 }'
}
