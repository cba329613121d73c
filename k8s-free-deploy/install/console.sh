# shellcheck shell=bash
# shellcheck disable=SC2153,SC2154 # priok-server sets what is used here
# The console's key file and first user. A password is printed once, where it was asked for, and never by a start: what a
# service prints is kept in the journal.

has_console() { [[ -e $HOME_DIR/usr/servers/$PRIOK_SERVER/console.xml ]]; }

# random_word LENGTH: letters and digits that cannot be taken for one another.
random_word() {
    local word
    word=$(head -c $(($1 * 40)) /dev/urandom | LC_ALL=C tr -dc 'a-km-zA-HJ-NP-Z2-9')
    echo "${word:0:$1}"
}

# private_file PATH: standard input into a file of the owner's, whole or not at all.
private_file() {
    (umask 077 && mkdir -p "${1%/*}" && cat >"$1.new" && mv "$1.new" "$1")
}

console_keys() {
    local file=$PRIOK_STATE_DIR/console/keys.xml
    has_console && [[ ! -s $file ]] || return 0
    private_file "$file" <<XML
<server><variable name="priok.console.key.password" value="$(random_word 40)"/></server>
XML
}

console_password() {
    local password hash jars
    has_console || die "the server $PRIOK_SERVER has no console" "use a full node's"
    find_java
    password=$(random_word 20)
    jars=$(printf '%s:' "$HOME_DIR"/wlp/lib/com.ibm.ws.{crypto.passwordutil,kernel.boot,kernel.service,logging}_*.jar)
    # By standard input: arguments show in process lists.
    hash=$("$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -cp "$HOME_DIR/lib:$jars" HashPassword <<<"$password" 2>/dev/null) || hash=
    [[ $hash == '{hash}'* ]] || die "the password could not be hashed" "$JAVA_HOME/bin/java must run; is the package whole?"
    private_file "$PRIOK_STATE_DIR/console/users.xml" <<XML
<server>
  <!-- For another user: wlp/bin/securityUtility encodes its password with the encoding "hash". -->
  <basicRegistry id="console" realm="priok">
    <user name="admin" password="$hash"/>
    <group name="priok-administrators"><member name="admin"/></group>
    <group name="priok-viewers"/>
  </basicRegistry>
</server>
XML
    say "The console is at https://${PRIOK_HTTPS_HOST:-${PRIOK_API_HOST:-127.0.0.1}}:${PRIOK_HTTPS_PORT:-9443}/console/"
    say "  sign in as admin with the password $password"
    say "  (shown this once and kept nowhere; the same command makes another)"
}
