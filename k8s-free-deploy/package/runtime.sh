# shellcheck shell=bash
# shellcheck disable=SC2154 # "run" sets what is used here
# Open Liberty with the features of Priok's servers and no others.

# trimmed_runtime TREE: makes TREE/wlp.
trimmed_runtime() {
    local to=$1
    if [[ -n $FULL_RUNTIME ]]; then
        cp -R "$RUNTIME" "$to/wlp"
        return 0
    fi
    with_progress "choosing the features' files" "$COMMAND_LOGS/runtime.log" list_of_files \
        || die "Liberty did not say which files the features need" "see $COMMAND_LOGS/runtime.log"
    mkdir -p "$to/wlp"
    (cd "$RUNTIME/.." && copy_listed "$to" <"$STAGE/runtime.list")
    # Minifying leaves these out; they go with every copy.
    cp "$RUNTIME/LICENSE" "$RUNTIME/NOTICES" "$to/wlp/"
    rm -rf "$to/wlp/bin/tools/win" "$to"/wlp/bin/*.bat "$to/wlp/usr" "$to/wlp/templates"
}

copy_listed() { tar -c --no-recursion -T - | tar -C "$1" -x; }

# A server with both servers' features, no port and no application is started for a moment: Liberty itself resolves them.
list_of_files() {
    local usr=$STAGE/runtime/usr
    local both=$usr/servers/both
    mkdir -p "$both"
    {
        echo '<server><httpEndpoint id="defaultHttpEndpoint" httpPort="-1" httpsPort="-1"/>'
        grep -l '<featureManager>' "$PACKAGE"/servers/*/*.xml | sed 's:.*:<include location="&"/>:'
        echo '</server>'
    } >"$both/server.xml"
    WLP_USER_DIR=$usr WLP_OUTPUT_DIR=$STAGE/runtime/output \
        "$RUNTIME/bin/server" package both --archive="$STAGE/runtime/both.zip" --include=minify
    "$JAVA_HOME/bin/jar" tf "$STAGE/runtime/both.zip" | LC_ALL=C sort \
        | grep -v -e '^wlp/usr/' -e '^wlp/lib/versions/package_' -e '/$' >"$STAGE/runtime.list"
    [[ $(wc -l <"$STAGE/runtime.list") -gt 100 ]]
}
