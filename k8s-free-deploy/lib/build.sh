# shellcheck shell=bash
# The package: built when there is none, or when a source is newer.

SOURCES=(pom.xml common-ejb db manager-ear worker-war liberty)

maven() {
    (cd "$PRIOK_HOME" && mvn --batch-mode --no-transfer-progress "$@")
}

package_is_current() {
    [[ -f $BUILD_STAMP && -x $RUNTIME/bin/server ]] || return 1
    (
        cd "$PRIOK_HOME" || exit
        [[ -z $(find "${SOURCES[@]}" -name target -prune -o -type f -newer "$BUILD_STAMP" -print -quit) ]]
    )
}

ensure_package() {
    local log=$COMMAND_LOGS/build.log
    package_is_current && return 0
    if [[ -n ${PRIOK_NO_BUILD:-} ]]; then
        [[ -f $BUILD_STAMP ]] || die "there is no package, and PRIOK_NO_BUILD is set"
        return 0
    fi
    # One build at a time: several nodes may be started from this directory.
    exec 9<"$PRIOK_HOME/liberty"
    wait_for "another build is running" 900 flock -n 9 || die "another build does not end"
    if ! package_is_current; then
        say "Building Priok (the first time some minutes; the log is $log)"
        with_progress "building" "$log" maven -q -DskipTests -Dspotless.check.skip=true \
            -pl liberty/server -am package || die "the build failed: $(first_error "$log")" "see $log"
        [[ -f $BUILD_STAMP ]] || die "the build made no package" "see $log"
    fi
    exec 9<&-
}

first_error() {
    grep -m 1 'ERROR' "$1" | sed 's/^\[ERROR\] *//' || tail -n 1 "$1"
}
