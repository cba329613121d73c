# What measures: a Java program among the end-to-end tests. Sourced.

# number OPTION VALUE: the value, if it is a number of at least one.
number() {
    [[ ${2:-} =~ ^[0-9]+$ ]] && (($2 > 0)) || {
        echo "$1 needs a number, one at least" >&2
        exit 2
    }
    echo "$2"
}

# need_root COMMAND
need_root() {
    [[ $EUID -eq 0 ]] || {
        echo "the hosts need root: sudo ./priok $1" >&2
        exit 1
    }
}

# measure CLASS ARGUMENTS...: builds it and runs it from a copy, since a build meanwhile would pull the classes from under it.
measure() {
    local e2e classes
    e2e=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../e2e" && pwd)
    local offline=()
    [[ -z ${PRIOK_OFFLINE:-} ]] || offline=(-o)
    cd "$e2e"
    echo "building the measuring program"
    mvn -q "${offline[@]}" -Dspotless.check.skip=true test-compile \
        dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/bench.classpath >target/bench-build.log 2>&1 || {
        tail -n 20 target/bench-build.log >&2
        exit 1
    }
    classes=$(mktemp -d)
    trap "rm -rf '$classes'" EXIT
    cp -a target/test-classes/. "$classes"
    java -Xmx256m -cp "$classes:$(<target/bench.classpath)" "$@"
}
