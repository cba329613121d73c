# shellcheck shell=bash
# The switch: a bridge in a network namespace of its own without a way out, kept by a process that only sleeps. A host plugs
# itself in when it boots; the port on the switch has the host's name. What is wrong with the cables is kept in files, so that
# it outlives a host's death: <host>/cut, <host>/loss, <host>/shape, and for pairs <lab>/pairs, each line "deaf mute".

on_switch() {
    running "$LAB_DIR/switch" || die "the lab's switch is gone" "./priok lab up starts it, and the hosts, again"
    nsenter --net="/proc/$REPLY/ns/net" -- "$@"
}

switch_runs() { running "$LAB_DIR/switch"; }

ensure_switch() {
    local host
    switch_runs && return 0
    # Hosts that hung on a switch which died have lost their link for good.
    for host in $(all_hosts); do
        if is_on "$host"; then
            warn "$host lost its switch; it is started again"
            kill_host "$host"
        fi
    done
    env "$MARK=$LAB_DIR" setsid unshare --net -- "$LAB_HOME/switch" "$LAB_DIR" </dev/null >"$LAB_DIR/switch.log" 2>&1 8<&- &
    until_true 10 switch_runs || die "the switch does not start: $(tail -n 1 "$LAB_DIR/switch.log")" "see $LAB_DIR/switch.log"
    apply_rules
}

unplug() {
    if switch_runs; then on_switch ip link delete "$1" 2>/dev/null || true; fi
}

# Brings a port into the state that the files tell. Also called by the host that plugs itself in.
apply_cable() {
    local host=$1 state=up
    [[ ! -e $LAB_DIR/$host/cut ]] || state=down
    on_switch ip link set "$host" "$state"
    on_switch tc qdisc delete dev "$host" root 2>/dev/null || true
    if [[ -s $LAB_DIR/$host/shape ]]; then
        # shellcheck disable=SC2046 # words of a command line
        on_switch tc qdisc add dev "$host" root $(<"$LAB_DIR/$host/shape") \
            || die "the kernel does not shape the link of $host like that" "see ./priok lab slow --help"
    fi
}

# All that is dropped between ports, made anew from the files in one transaction. Needs nft only if there is something to drop.
apply_rules() {
    local deaf mute host rules=""
    if [[ -s $LAB_DIR/pairs ]]; then
        while read -r deaf mute; do
            rules+="add rule bridge priok drops iifname \"$mute\" oifname \"$deaf\" drop"$'\n'
        done <"$LAB_DIR/pairs"
    fi
    for host in $(all_hosts); do
        [[ -s $LAB_DIR/$host/loss ]] || continue
        # The chain sees frames that go through the switch, so this covers both directions.
        rules+="add rule bridge priok drops iifname \"$host\" numgen random mod 100 < $(<"$LAB_DIR/$host/loss") drop"$'\n'
        rules+="add rule bridge priok drops oifname \"$host\" numgen random mod 100 < $(<"$LAB_DIR/$host/loss") drop"$'\n'
    done
    if [[ -z $rules ]]; then
        on_switch sh -c '! command -v nft >/dev/null || nft "add table bridge priok; delete table bridge priok"' 2>/dev/null || true
        return 0
    fi
    command -v nft >/dev/null || die "nft is missing" "apt-get install nftables"
    on_switch nft -f - <<<"add table bridge priok
flush table bridge priok
add chain bridge priok drops { type filter hook forward priority 0; }
$rules" || die "the kernel does not filter on a bridge" "it needs CONFIG_NF_TABLES_BRIDGE; cut HOST without --from works everywhere"
}

# link_of HOST: up, cut, or - for a host without power.
link_of() {
    if [[ -e $LAB_DIR/$1/cut ]]; then
        echo cut
    elif is_on "$1"; then
        echo up
    else
        echo -
    fi
}

# faults_of HOST: what else is wrong with its link, in words.
faults_of() {
    local text=""
    if [[ -s $LAB_DIR/pairs ]]; then
        text=$(awk -v me="$1" '$1 == me { printf "deaf to %s, ", $2 } $2 == me { printf "mute to %s, ", $1 }' "$LAB_DIR/pairs")
    fi
    if [[ -s $LAB_DIR/$1/loss ]]; then text+="loses $(<"$LAB_DIR/$1/loss") %, "; fi
    if [[ -s $LAB_DIR/$1/shape ]]; then text+="$(<"$LAB_DIR/$1/shape"), "; fi
    echo "${text%, }"
}
