# shellcheck shell=bash
# Tests: Maven runs them, this adds them up.

# run_tests fast|full|soak
run_tests() {
    local kind=$1 status=0 log=$COMMAND_LOGS/test.log passed failed skipped
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
    say "Testing ($kind; the log is $log)"
    PRIOK_NO_BUILD=1 with_progress "testing" "$log" maven "${options[@]}" verify || status=$?
    read -r passed failed skipped < <(sum_results "$log")
    if ((status != 0 || failed > 0)); then
        grep -E '^\[ERROR\]|COMPILATION ERROR|BUILD FAILURE' "$log" | head -n 40 >&2 || true
        say "See $log and the reports in */target/surefire-reports"
    fi
    if ((skipped > 0)); then say "$skipped skipped"; fi
    if ((status != 0 && failed == 0)); then say "The build failed outside the tests"; fi
    say "$passed passed, $failed failed"
    ((status == 0 && failed == 0))
}

# sum_results LOG: passed, failed and skipped, from the line with which Maven closes each module's tests.
sum_results() {
    grep -E '^\[[A-Z]+\] Tests run: [0-9]+, Failures: [0-9]+, Errors: [0-9]+, Skipped: [0-9]+$' "$1" \
        | awk -F '[:,] *' '
            { tests += $2; bad += $4 + $6; skipped += $8 }
            END { printf "%d %d %d\n", tests - bad - skipped, bad, skipped }'
}
