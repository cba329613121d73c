# shellcheck shell=bash
# What --help says.

lab_help() {
    case ${1:-} in
        "")
            cat <<'TEXT'
Usage: ./priok lab COMMAND [OPTIONS]

Makes several hosts on this machine, each with its own network, Docker Engine and Priok node, all on one switch that leads
nowhere else. Needs root.

  up [--hosts N]            make or complete a lab of N hosts, h1 to hN (3 unless told; 9 at most)
  down [--keep]             end it and delete its disks, or keep them
  status [--json|--lines]   the hosts and their state
  exec HOST -- COMMAND…     run a command on a host; docker speaks to that host's Priok
  logs HOST                 its server's messages

  kill HOST                 power failure: everything on it ends at once
  start HOST                switch it on again, with its disks
  cut HOST, heal HOST       take its link away, give it back
  slow HOST                 let its link lose packets, or be slow
  pause HOST, resume HOST   freeze its server, or all of it
  stop HOST                 stop its server in an orderly way
  server HOST start|stop|kill
  engine HOST start|stop|kill
  tidy-check                whether something is left after "down"

Each has --help. Settings are environment variables:
  PRIOK_LAB=lab             the lab's name; labs of different names do not meet
  PRIOK_LAB_JVM_OPTIONS     for the servers, after their own: -Xmx1g
  PRIOK_LAB_DIR             where its disks are; /var/lib/priok-lab/NAME unless told
TEXT
            ;;
        up)
            cat <<'TEXT'
Usage: ./priok lab up [--hosts N] [--set NAME=VALUE]…

Starts hosts h1 to hN (N from 1 to 9, 3 unless told) at 10.99.0.11, 10.99.0.12, …, and returns when the node of each is ready; none is in
a swarm yet. Installs and builds what is missing first, as ./priok up does. Hosts that run already are left alone, so that
doing it twice does no harm, and a greater N adds hosts. --set gives a variable (liberty/server/src/main/liberty/config/variables.xml)
to the servers of the hosts that it starts.
TEXT
            ;;
        down)
            cat <<'TEXT'
Usage: ./priok lab down [--keep]

Ends all hosts at once and deletes their disks; with --keep they stay, and the next "up" starts from them.
TEXT
            ;;
        status)
            cat <<'TEXT'
Usage: ./priok lab status [--json | --lines]

A table of the hosts. States: off; engine, images or server (what it is starting); ready; failed. For programs --json, or
--lines with key=value: name, address, state, link, first process, network namespace, and where the host's engine socket,
state directory and logs are, seen from this machine.
TEXT
            ;;
        exec)
            cat <<'TEXT'
Usage: ./priok lab exec HOST -- COMMAND [ARGUMENTS]

Runs the command on that host, with this terminal or these pipes; the exit status is the command's. docker speaks to the
host's Priok, docker -H unix:///run/docker.sock to its bare engine. Files are this machine's but for /run, /var/lib/priok,
/var/lib/docker and /etc/docker, which are the host's own.
TEXT
            ;;
        kill)
            cat <<'TEXT'
Usage: ./priok lab kill HOST

A power failure: the link is gone, and server, engine and containers have ended, when this returns. No process is asked or
told. What a process has written stays, forced to disk or not, because this machine goes on.
TEXT
            ;;
        start)
            cat <<'TEXT'
Usage: ./priok lab start HOST [--no-wait]

Switches a host on that was killed, with its disks, and returns when its node is ready; with --no-wait at once.
TEXT
            ;;
        stop)
            cat <<'TEXT'
Usage: ./priok lab stop HOST

Stops the host's server in an orderly way, like ./priok down; engine and containers run on. The same as: server HOST stop.
TEXT
            ;;
        server)
            cat <<'TEXT'
Usage: ./priok lab server HOST start [--from DIRECTORY]
       ./priok lab server HOST stop|kill

Starts the host's server, stops it in an orderly way, or ends it with SIGKILL. The rest of the host goes on. With --from it is the
version of Priok whose sources are there, built; the host runs it from then on, which is how an upgrade is tried.
TEXT
            ;;
        engine)
            cat <<'TEXT'
Usage: ./priok lab engine HOST start|stop|kill

Starts the host's engine, stops it in an orderly way, or ends it with SIGKILL. The rest of the host goes on.
TEXT
            ;;
        cut | heal)
            cat <<'TEXT'
Usage: ./priok lab cut HOST [--from OTHER [--one-way]]
       ./priok lab heal HOST [--from OTHER]

"cut" pulls the host's cable; with --from only what goes between the two is lost, with --one-way only what OTHER sends.
"heal" undoes cuts, and "slow", too, unless --from names one cut. A cut outlives "kill" and "start".
TEXT
            ;;
        slow)
            cat <<'TEXT'
Usage: ./priok lab slow HOST [--loss PERCENT] [--delay MS] [--rate RATE]

Makes the host's link worse: --loss 30% of the frames each way, --delay 200ms and --rate 1mbit towards the host. Replaces what was set
before; "heal" ends it. --delay needs a kernel with netem.
TEXT
            ;;
        pause | resume)
            cat <<'TEXT'
Usage: ./priok lab pause HOST [--all]
       ./priok lab resume HOST [--all]

"pause" freezes the host's server (SIGSTOP), with --all everything on the host; its network stack still answers. "resume" lets it go on.
TEXT
            ;;
        logs)
            cat <<'TEXT'
Usage: ./priok lab logs HOST [--server | --engine | --boot] [-f]

The last 200 lines of the server's messages, the engine's log or what was said while the host started; -f goes on.
TEXT
            ;;
        tidy-check)
            cat <<'TEXT'
Usage: ./priok lab tidy-check

Looks for processes, mounts, control groups and directories of this lab. Exit status 0 if there are none.
TEXT
            ;;
        *) usage "unknown command: lab $1" ;;
    esac
}
