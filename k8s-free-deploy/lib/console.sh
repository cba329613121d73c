# shellcheck shell=bash
# The console's first user and the passwords of its key files. Clear passwords of users are printed once and kept nowhere.

console_dir() { echo "$PRIOK_STATE_DIR/console"; }

# Before the server starts. Leaves a new password in CONSOLE_PASSWORD for say_console.
prepare_console() {
    local port=${PRIOK_HTTPS_PORT:-9443}
    CONSOLE_PASSWORD=
    server_pid >/dev/null || port_is_free "$port" \
        || warn "port $port is taken: there will be no console; choose another: PRIOK_HTTPS_PORT=9444 ./priok up"
    (umask 077 && mkdir -p "$(console_dir)")
    if [[ ! -s $(console_dir)/keys.xml ]]; then
        private_file "$(console_dir)/keys.xml" <<XML
<server><variable name="priok.console.key.password" value="$(random_word 40)"/></server>
XML
    fi
    [[ -s $(console_dir)/users.xml ]] || new_console_password
}

new_console_password() {
    local hash
    CONSOLE_PASSWORD=$(random_word 20)
    hash=$(hash_password <<<"$CONSOLE_PASSWORD") || hash=
    if [[ $hash != '{hash}'* ]]; then
        CONSOLE_PASSWORD=
        warn "the console has no user: its password could not be hashed; try again: ./priok console-password"
        return 0
    fi
    private_file "$(console_dir)/users.xml" <<XML
<server>
  <!-- For another user: wlp/bin/securityUtility encodes its password with the encoding "hash". -->
  <basicRegistry id="console" realm="priok">
    <user name="admin" password="$hash"/>
    <group name="priok-administrators"><member name="admin"/></group>
    <group name="priok-viewers"/>
  </basicRegistry>
</server>
XML
}

hash_password() {
    local jars
    jars=$(printf '%s:' "$RUNTIME"/lib/com.ibm.ws.{crypto.passwordutil,kernel.boot,kernel.service,logging}_*.jar)
    "${JAVA_HOME:?}/bin/java" -XX:TieredStopAtLevel=1 -cp "$jars" "$PRIOK_HOME/k8s-free-deploy/lib/HashPassword.java" 2>>"$COMMAND_LOGS/console.log"
}

# random_word LENGTH: letters and digits that cannot be taken for one another.
random_word() {
    local word
    word=$(head -c $(($1 * 40)) /dev/urandom | LC_ALL=C tr -dc 'a-km-zA-HJ-NP-Z2-9')
    echo "${word:0:$1}"
}

console_url() {
    local host=${PRIOK_HTTPS_HOST:-$PRIOK_API_HOST}
    case $host in 0.0.0.0 | '*' | '') host=$(hostname -I | cut -d ' ' -f 1) ;; esac
    echo "https://$host:${PRIOK_HTTPS_PORT:-9443}/console/"
}

say_console() {
    say "The console is at $(console_url)"
    if [[ -n $CONSOLE_PASSWORD ]]; then
        say "  sign in as admin with the password $CONSOLE_PASSWORD"
        say "  (shown this once and kept nowhere; ./priok console-password makes another)"
    fi
}

# The running server takes the new file up by itself.
console_password() {
    prepare_state
    find_java || die "no JDK $OLDEST_JAVA or newer" "set JAVA_HOME to one"
    prepare_console
    [[ -n $CONSOLE_PASSWORD ]] || new_console_password
    [[ -n $CONSOLE_PASSWORD ]] || exit 1
    say_console
}
