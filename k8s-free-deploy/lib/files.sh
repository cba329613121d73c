# shellcheck shell=bash
# Files for the owner alone, and ids.

# 25 characters like Swarm's own ids.
new_agent_id() {
    local id
    id=$(od -An -N64 -tx1 /dev/urandom | tr -d ' \n' | tr '0-9a-f' 'g-v')
    echo "${id:0:25}"
}

# private_file PATH: standard input into a file of the owner's, whole or not at all.
private_file() {
    local to=$1
    (
        umask 077
        cat >"$to.new"
    )
    mv "$to.new" "$to"
}
