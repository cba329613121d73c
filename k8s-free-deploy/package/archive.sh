# shellcheck shell=bash
# shellcheck disable=SC2153,SC2154 # "run" sets what is used here
# Archives that depend on nothing but their contents: fixed times, sorted names, numeric owners.

# modes_and_build_id TREE: the same modes whatever the umask, and a name for exactly these contents.
modes_and_build_id() {
    chmod -R u=rwX,go=rX "$1"
    (cd "$1" && find . -type f ! -name BUILD -print0 | LC_ALL=C sort -z | xargs -0 sha256sum) \
        | sha256sum | cut -c1-16 >"$1/BUILD"
    chmod 644 "$1/BUILD"
    find "$1" -exec touch -h -d "@$EPOCH" {} +
}

# tar_gz NAME: of the tree with that name on the stage.
tar_gz() {
    tar -C "$STAGE" --sort=name --mtime="@$EPOCH" --owner=0 --group=0 --numeric-owner --format=gnu -c "$1" \
        | gzip -n -6 >"$TARGET/$1.tar.gz"
}

# The server's tree at /opt/priok; everything else is install.sh's work, as without apt.
deb() {
    local root=$STAGE/deb version=${VERSION/-SNAPSHOT/~snapshot}
    mkdir -p "$root/DEBIAN" "$root/opt/priok"
    cp -al "$STAGE/priok-server-$VERSION" "$root/opt/priok/$VERSION"
    sed -e "s/@VERSION@/$version/" -e "s/@SIZE@/$(du -sk --apparent-size "$root/opt" | cut -f1)/" \
        "$INSTALL/deb/control" >"$root/DEBIAN/control"
    local script
    for script in postinst prerm postrm; do
        sed "s/@VERSION@/$VERSION/" "$INSTALL/deb/$script" >"$root/DEBIAN/$script"
        chmod 755 "$root/DEBIAN/$script"
    done
    chmod 755 "$root" "$root/DEBIAN" "$root/opt" "$root/opt/priok"
    find "$root" -exec touch -h -d "@$EPOCH" {} +
    SOURCE_DATE_EPOCH=$EPOCH dpkg-deb --root-owner-group -Zgzip -z6 --build "$root" "$TARGET/priok_${version}_all.deb"
}
