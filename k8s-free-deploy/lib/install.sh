# shellcheck shell=bash
# What the machine must have, and getting it from the distribution when it is not there.

OLDEST_JAVA=17

java_version() {
    "$1" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1
}

# A JDK that is new enough: the one of JAVA_HOME, of the path, or of the distribution.
find_java() {
    local home version
    for home in "${JAVA_HOME:-}" "$(readlink -f "$(command -v javac || true)" | sed 's#/bin/javac$##')" /usr/lib/jvm/*; do
        [[ -n $home && -x $home/bin/javac ]] || continue
        version=$(java_version "$home/bin/java")
        if [[ ${version:-0} -ge $OLDEST_JAVA ]]; then
            export JAVA_HOME=$home
            return 0
        fi
    done
    return 1
}

static_busybox() {
    local candidate
    for candidate in /bin/busybox /usr/bin/busybox; do
        if [[ -x $candidate ]] && ! ldd "$candidate" >/dev/null 2>&1; then
            echo "$candidate"
            return 0
        fi
    done
    return 1
}

in_archive() { apt-cache show "$1" >/dev/null 2>&1; }

# first_of PACKAGE...: the first that the distribution has.
first_of() {
    local package
    for package in "$@"; do
        if in_archive "$package"; then
            echo "$package"
            return 0
        fi
    done
    die "the distribution has none of: $*" "Priok is for Debian 12 or Ubuntu 22.04 and newer; install one by hand"
}

# missing_packages [COMMAND=PACKAGE]...: names of those that are missing, one a line. A name with bars is a choice.
missing_packages() {
    local more
    find_java || echo "openjdk-17-jdk-headless|openjdk-21-jdk-headless|openjdk-25-jdk-headless"
    command -v mvn >/dev/null || echo maven
    command -v dockerd >/dev/null || [[ -S $PRIOK_ENGINE_SOCKET ]] || echo docker.io
    command -v docker >/dev/null || echo "docker-cli|docker.io"
    command -v curl >/dev/null || echo curl
    command -v jq >/dev/null || echo jq
    command -v ip >/dev/null || echo iproute2
    command -v strace >/dev/null || echo strace
    static_busybox >/dev/null || echo busybox-static
    for more in "$@"; do
        command -v "${more%%=*}" >/dev/null || echo "${more#*=}"
    done
}

apt() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@"
}

# install_missing [COMMAND=PACKAGE]...: what every node needs, and these.
install_missing() {
    local wanted choice packages=() log=$COMMAND_LOGS/install.log
    mapfile -t wanted < <(missing_packages "$@" | sort -u)
    if [[ ${#wanted[@]} -gt 0 ]]; then
        command -v apt-get >/dev/null || die "missing: ${wanted[*]}" "this system has no apt-get; install them by hand"
        [[ $EUID -eq 0 ]] || die "missing: ${wanted[*]}" "run as root, or install them by hand"
        say "Installing what is missing: ${wanted[*]}"
        with_progress "reading the package lists" "$log" apt update \
            || die "apt-get update failed" "see $log"
        for choice in "${wanted[@]}"; do
            # shellcheck disable=SC2086 # the bars separate words
            packages+=("$(first_of ${choice//|/ })")
        done
        with_progress "installing ${packages[*]}" "$log" apt install --no-install-recommends "${packages[@]}" ca-certificates \
            || die "apt-get install failed" "see $log"
    fi
    find_java || die "no JDK $OLDEST_JAVA or newer" "set JAVA_HOME to one"
}

# For the tests of the console only: nothing else needs it.
install_chromium() {
    local log=$COMMAND_LOGS/install.log
    if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then return 0; fi
    if [[ $EUID -ne 0 ]] || ! command -v apt-get >/dev/null; then
        die "missing: chromium" "install it by hand"
    fi
    say "Installing what is missing: chromium"
    with_progress "reading the package lists" "$log" apt update || die "apt-get update failed" "see $log"
    with_progress "installing chromium" "$log" apt install --no-install-recommends "$(first_of chromium chromium-browser)" fonts-liberation \
        || die "apt-get install failed" "see $log"
}
