#!/bin/bash
# check_layers.sh [ROOT] - who may include whom, and which file is the home of which library: engine/LAYERS, enforced.
#
#   a door       a module is reached through X/X.h only, and only from the modules that LAYERS lists (base: any header)
#   a home       a library's header is included only by the files that LAYERS names
#   a stranger   <header.h> is the C library's, the system's, or has a home
set -u
cd "${1:-$(dirname "$0")/..}" || exit 2

# Headers of C11, POSIX and Linux that need no home.
SYSTEM='assert|complex|ctype|dirent|elf|errno|fcntl|fenv|float|getopt|glob|ifaddrs|inttypes|langinfo|libgen|limits|locale|math'
SYSTEM="$SYSTEM|netdb|poll|pthread|pwd|sched|setjmp|signal|spawn|stdalign|stdarg|stdatomic|stdbool|stddef|stdint|stdio"
SYSTEM="$SYSTEM|stdlib|stdnoreturn|string|strings|syslog|termios|threads|time|ucontext|unistd|wchar|malloc|syscall"
SYSTEM="^((($SYSTEM)|(sys|linux|net|netinet|arpa|asm)/[a-z0-9_/]+)\\.h)\$"

# Prints "file:line rule: what" for every directive that is not allowed.
find_faults() {
    grep -rnHE '^[[:space:]]*#[[:space:]]*include' engine tests/unit tests/fuzz --include='*.[ch]' 2>/dev/null |
        awk -v system_headers="$SYSTEM" '
        function glob_to_regex(glob) {
            gsub(/\./, "\\.", glob); gsub(/\*/, "[^/]*", glob); return "^" glob "$"
        }
        function module_of(file,   parts) {
            split(file, parts, "/")
            if (parts[1] == "tests") { split(parts[3], parts, /[_.]/); return parts[1] }
            return parts[3] == "" ? "main" : parts[2]
        }
        FILENAME == "engine/LAYERS" {
            if ($1 ~ /^[a-z]+:$/) {
                module = substr($1, 1, length($1) - 1); known[module] = 1
                for (i = 2; i <= NF; i++) may[module, $i] = 1
                may["main", module] = 1
            } else if ($1 == "home") {
                homes++; home_header[homes] = "^(" $3 ")$"
                for (i = 4; i <= NF; i++) home_file[homes] = home_file[homes] " " glob_to_regex($i)
            } else if ($1 == "made") {
                made[$2] = $3
            }
            next
        }
        {
            match($0, /^[^:]+:[0-9]+:/)
            place = substr($0, 1, RLENGTH - 1); directive = substr($0, RLENGTH + 1)
            file = place; sub(/:[0-9]+$/, "", file)
            from = module_of(file)
            if (match(directive, /"[^"]+"/)) own(substr(directive, RSTART + 1, RLENGTH - 2))
            else if (match(directive, /<[^>]+>/)) foreign(substr(directive, RSTART + 1, RLENGTH - 2))
        }
        function own(header,   parts, to) {
            if (split(header, parts, "/") == 1) {
                if (file ~ /^tests\//) return # frames and fixtures of the tests
                if (made[header] != from)
                    print place, "door: " header " is no door and not made for " from
                return
            }
            to = parts[1]
            if (to == from) return
            if (!((from, to) in may))
                print place, "layer: " from " may not include " header
            else if (to != "base" && parts[2] != to ".h")
                print place, "door: " header " is private to " to "; its door is " to "/" to ".h"
        }
        function foreign(header,   i, j, count, files) {
            for (i = 1; i <= homes; i++) {
                if (header !~ home_header[i]) continue
                if (file ~ /^tests\//) return
                count = split(home_file[i], files, " ")
                for (j = 1; j <= count; j++) if (file ~ files[j]) return
                print place, "home: <" header "> has its home elsewhere (engine/LAYERS)"
                return
            }
            if (header !~ system_headers) print place, "stranger: <" header "> has no home in engine/LAYERS"
        }' engine/LAYERS -
}

# A module whose list names itself or one above it would make the layers a circle.
find_circles() {
    awk '/^[a-z]+:/ { name = substr($1, 1, length($1) - 1)
        for (i = 2; i <= NF; i++) if (!($i in seen)) print "engine/LAYERS:" FNR " circle: " name " names " $i " before it stands"
        seen[name] = 1 }' engine/LAYERS
}

faults=$(find_faults; find_circles)
passed=0
failed=0
while read -r rule name; do
    found=$(grep -E "^[^ ]+ $rule:" <<<"$faults")
    if [ -z "$found" ]; then
        passed=$((passed + 1))
        echo "ok $name"
    else
        failed=$((failed + 1))
        sed "s/^/FAIL $name: /" <<<"$found"
    fi
done <<'RULES'
layer every_include_goes_down_the_layers
door modules_are_reached_through_their_doors
home every_library_stays_in_its_home
stranger no_header_comes_from_an_unnamed_library
circle the_layers_are_no_circle
RULES
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
