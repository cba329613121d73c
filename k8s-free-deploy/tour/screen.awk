# What stands on the screen in the end, from all that was written to a terminal: docker's progress bars move the cursor up
# and overwrite themselves. Knows what they use: CR, LF, BS, ESC[nA to ESC[nD, ESC[nK; colours are dropped.

BEGIN { RS = "\001"; row = column = bottom = 0 }

{ input = input $0 }

END {
    ORS = ""
    while (length(input) > 0) {
        if (match(input, /^[^\r\n\b\033]+/)) {
            put(take(RLENGTH))
        } else if (match(input, /^\033\[[0-9;?]*[A-Za-z]/)) {
            move(take(RLENGTH))
        } else if (match(input, /^\033[^\[]?/)) {
            take(RLENGTH)
        } else {
            step(take(1))
        }
    }
    # The lines below the last one that holds anything were never there for the reader.
    for (last = bottom; last >= 0 && line[last] ~ /^ *$/; last--) {}
    for (i = 0; i <= last; i++) {
        sub(/ +$/, "", line[i])
        print line[i] "\n"
    }
}

function take(count,    taken) {
    taken = substr(input, 1, count)
    input = substr(input, count + 1)
    return taken
}

function put(text,    old) {
    old = line[row]
    while (length(old) < column) old = old " "
    line[row] = substr(old, 1, column) text substr(old, column + length(text) + 1)
    column += length(text)
    if (row > bottom) bottom = row
}

function step(character) {
    if (character == "\r") column = 0
    else if (character == "\n") { row++; if (row > bottom) bottom = row }
    else if (column > 0) column--
}

function move(sequence,    kind, count) {
    kind = substr(sequence, length(sequence))
    count = substr(sequence, 3, length(sequence) - 3)
    if (kind == "K") {
        erase(count + 0)
        return
    }
    count = count == "" ? 1 : count + 0
    if (kind == "A") row = row > count ? row - count : 0
    else if (kind == "B") row += count
    else if (kind == "C") column += count
    else if (kind == "D") column = column > count ? column - count : 0
}

function erase(kind) {
    if (kind == 0) line[row] = substr(line[row], 1, column)
    else if (kind == 2) line[row] = ""
}
