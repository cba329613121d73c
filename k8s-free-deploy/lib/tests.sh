# shellcheck shell=bash
# Tests: Maven runs them, this adds them up.

# run_tests fast|full|soak
run_tests() {
    local kind=$1 status=0 marker log=$COMMAND_LOGS/test.log passed failed skipped
    local options=(--fail-at-end)
    case $kind in
        # Modules side by side: many tests wait rather than compute.
        fast) options+=(-T 2) ;;
        full) options+=(-DexcludedGroups=soak -Dpriok.sim.seeds=1000) ;;
        soak) options+=(-DexcludedGroups= -Dpriok.sim.seeds=1000) ;;
    esac
    options+=("-Dpriok.engine.socket=$PRIOK_ENGINE_SOCKET" -Dpriok.engine.image=demo:1)
    # End-to-end tests start nodes from the package, whatever becomes of the tests before them.
    [[ $kind == fast ]] || ensure_package
    marker=$(mktemp)
    say "Testing ($kind; the log is $log)"
    PRIOK_NO_BUILD=1 with_progress "testing" "$log" maven "${options[@]}" verify || status=$?
    read -r passed failed skipped < <(sum_reports "$marker")
    rm -f "$marker"
    if ((status != 0 || failed > 0)); then
        grep -E '^\[ERROR\]|COMPILATION ERROR|BUILD FAILURE' "$log" | head -n 40 >&2 || true
        say "See $log and the reports in */target/surefire-reports"
    fi
    if ((skipped > 0)); then say "$skipped skipped"; fi
    if ((status != 0 && failed == 0)); then say "The build failed outside the tests"; fi
    say "$passed passed, $failed failed"
    ((status == 0 && failed == 0))
}

# sum_reports MARKER: passed, failed and skipped of all reports that are newer than the marker.
sum_reports() {
    find "$PRIOK_HOME" -path '*/target/surefire-reports/TEST-*.xml' -newer "$1" -print0 \
        | xargs -0 -r grep -ohm 1 -E '<testsuite .*' \
        | awk '
            function number(name) { return match($0, " " name "=\"[0-9]+\"") \
                ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0 }
            { tests += number("tests"); bad += number("failures") + number("errors"); skipped += number("skipped") }
            END { printf "%d %d %d\n", tests - bad - skipped, bad, skipped }'
}
