# shellcheck shell=bash
# shellcheck disable=SC2154 # "run" sets what is used here
# The applications for a Liberty server that is there already: one directory, priok/, which goes next to its server.xml.

# Of the files that our own server includes: those that another server gets, too, and those that it has its own of (for the
# console, snippet/console.xml).
TAKEN=(features.xml variables.xml jndi.xml messaging.xml datasource.xml)
LEFT=(http.xml console.xml logging.xml)

applications_tree() {
    local tree=$STAGE/priok-applications-$VERSION server=$PACKAGE/servers/priok file
    mkdir -p "$tree/priok"
    nothing_is_forgotten "$server/server.xml"
    for file in "${TAKEN[@]}"; do
        relocated "$server/$file" >"$tree/priok/$file"
    done
    cp "$INSTALL/snippet/"* "$tree/priok/"
    cp -R "$server/apps" "$server/connectors" "$server/drivers" "$tree/priok/"
    papers "$tree"
    modes_and_build_id "$tree"
}

# relocated FILE: our files beside the configuration are in the directory; names that another server may use are made ours.
relocated() {
    # shellcheck disable=SC2016 # Liberty expands them
    sed -e 's#${server.config.dir}/\(connectors\|drivers\)/#${server.config.dir}/priok/\1/#' \
        -e 's#\(<library id\|libraryRef\)="h2"#\1="priok-h2"#' \
        -e 's#<dataSource id="projection"#<dataSource id="priok-projection"#' \
        -e '/configDropins/ s#configDropins/overrides/anything.xml with#priok/node.xml as#' "$1"
}

nothing_is_forgotten() {
    local file
    while IFS= read -r file; do
        [[ " ${TAKEN[*]} ${LEFT[*]} " == *" $file "* ]] \
            || die "$1 includes $file, and nobody has said whether another server gets it" \
                "add it to TAKEN or LEFT in k8s-free-deploy/package/applications.sh"
    done < <(sed -n 's/.*<include .*location="\([^"]*\)".*/\1/p' "$1")
}
