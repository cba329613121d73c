# shellcheck shell=bash
# The demo images: a static busybox and nothing else, made on the spot, so that no registry is needed.

DEMO_TAGS=(demo:1 demo:2)

has_image() {
    [[ $(engine "/images/$1/json" -o /dev/null -w '%{http_code}') == 200 ]]
}

ensure_demo_images() {
    local tag missing=()
    for tag in "${DEMO_TAGS[@]}"; do
        has_image "$tag" || missing+=("$tag")
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    say "Building the demo images: ${missing[*]}"
    for tag in "${missing[@]}"; do
        build_demo_image "$tag"
    done
}

# The files go to the engine as one archive, with busybox's commands as links: nothing runs while the image is built.
build_demo_image() {
    local tag=$1 context answer busybox applet
    busybox=$(static_busybox) || die "no static busybox" "apt-get install busybox-static"
    context=$(mktemp -d)
    mkdir -p "$context/root/bin" "$context/root/tmp" "$context/root/etc" "$context/root/www"
    cp "$busybox" "$context/root/bin/busybox"
    for applet in $("$busybox" --list); do
        [[ $applet == busybox ]] || ln -sf busybox "$context/root/bin/$applet"
    done
    echo 'root:x:0:0:root:/:/bin/sh' >"$context/root/etc/passwd"
    echo "$tag" >"$context/root/www/index.html"
    cp "$PRIOK_HOME/k8s-free-deploy/images/demo/Dockerfile" "$context/"
    answer=$(tar -C "$context" -c . | engine "/build?t=$tag&buildargs=%7B%22VERSION%22%3A%22${tag#*:}%22%7D&forcerm=1" \
        -X POST -H 'Content-Type: application/x-tar' -T -)
    rm -rf "$context"
    has_image "$tag" || die "the engine did not build $tag" "it said: $(tail -n 1 <<<"$answer")"
}
