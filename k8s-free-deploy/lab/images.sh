# shellcheck shell=bash
# Images for the lab's hosts, which reach no registry: the demo images, and under the names that tutorials use, too. The first
# host that boots builds them and keeps them in one archive; all the others, of this lab and later ones, load that.

ALIASES=(
    demo:1=nginx:latest demo:1=nginx:1 demo:1=nginx:1.27 demo:2=nginx:1.28
    demo:1=redis:latest demo:1=redis:7.2 demo:2=redis:7.4
    demo:1=busybox:latest demo:1=alpine:latest
)

load_images() {
    local archive
    if has_all_images; then return 0; fi
    mkdir -p "$PRIOK_LAB_CACHE"
    archive=$PRIOK_LAB_CACHE/images-$(images_version).tar
    exec 7<"$PRIOK_LAB_CACHE"
    flock -w 120 7 || die "another host does not come to an end with building the images"
    [[ -s $archive ]] || build_archive "$archive"
    exec 7<&-
    engine /images/load -X POST -H 'Content-Type: application/x-tar' -T "$archive" >/dev/null
    has_all_images || die "the engine did not load the images" "delete $archive and start the host again"
}

# Changes with whatever the images are made of.
images_version() {
    cat "$LAB_HOME/images.sh" "$PRIOK_HOME/k8s-free-deploy/lib/images.sh" "$PRIOK_HOME"/k8s-free-deploy/images/demo/* "$(static_busybox)" \
        | sha256sum | cut -c1-12
}

image_names() {
    printf '%s\n' "${DEMO_TAGS[@]}" "${ALIASES[@]#*=}"
}

has_all_images() {
    [[ -z $(comm -23 <(image_names | sort) <(engine /images/json | jq -r '.[].RepoTags[]?' | sort)) ]]
}

build_archive() {
    local alias to query
    ensure_demo_images
    for alias in "${ALIASES[@]}"; do
        to=${alias#*=}
        engine "/images/${alias%%=*}/tag?repo=${to%:*}&tag=${to#*:}" -X POST
    done
    query=$(image_names | sed 's/^/names=/' | paste -sd '&')
    rm -f "$PRIOK_LAB_CACHE"/images-*.tar
    engine "/images/get?$query" -o "$1.new"
    mv "$1.new" "$1"
}
