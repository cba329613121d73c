# What measures: a Java program among the end-to-end tests. Sourced.

# options NAMES ARGUMENTS...: --some-name N sets some_name, for each of the names; N is one at least. Any other word is refused with the
# script's usage, which --help tells.
options() {
    local names=" $1 "
    shift
    while [[ $# -gt 0 ]]; do
        case $1 in
            -h | --help)
                usage
                exit 0
                ;;
            --?*)
                [[ $names == *" ${1#--} "* ]] || refuse "there is no option $1"
                [[ ${2:-} =~ ^[0-9]{1,12}$ ]] && ((10#$2 > 0)) || refuse "$1 needs a number, one at least"
                local name=${1#--}
                declare -g "${name//-/_}=$((10#$2))"
                shift 2
                ;;
            *) refuse "what is $1?" ;;
        esac
    done
}

refuse() {
    echo "priok: $1" >&2
    usage >&2
    exit 2
}

# need_root COMMAND
need_root() {
    [[ $EUID -eq 0 ]] || {
        echo "the hosts need root: sudo ./priok $1" >&2
        exit 1
    }
}

# measure [JVM OPTIONS] CLASS ARGUMENTS...: builds it and runs it from a copy, since a build meanwhile would pull the classes from under it.
measure() {
    local e2e classes
    e2e=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../e2e" && pwd)
    local offline=()
    [[ -z ${PRIOK_OFFLINE:-} ]] || offline=(-o)
    cd "$e2e"
    mkdir -p target
    echo "building the program"
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
