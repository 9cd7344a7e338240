# Becomes the given command, in a process group of its own that never outlives the holder of the other end of standard
# input. Every step replaces this process, so its id is the command's, and the group's.
#
#   launcher.sh STOP_SIGNAL GRACE_SECONDS USER COMMAND [ARGUMENT...]
#
# When standard input closes the group gets the signal, and once the command has ended or the seconds have passed,
# SIGKILL. An empty USER means no change of user. The command's own standard input is empty.
user=$3

# The watchdog belongs to the group, so that its id cannot be taken by others, but is no child of the command, which
# may wait for all it has. Not `set -m` for the group: dash refuses it without a terminal, and with one takes that over.
watched='
    stop_signal=$1 grace_seconds=$2
    shift 3
    (
        trap "" HUP INT TERM
        {
            read -r _
            kill -s "$stop_signal" -- "-$$"
            sleep "$grace_seconds" &
            while kill -s 0 "$!" && kill -s 0 "$$"; do
                sleep 0.1
            done
            kill -s KILL -- "-$$"
        } <&3 3<&- >/dev/null 2>&1 &
    )
    exec "$@" </dev/null 3<&-
'
set -- sh -c "$watched" launcher.sh "$@"

if [ -n "$user" ]; then
    group=$(id -g "$user") || exit
    set -- setpriv --reuid="$user" --regid="$group" --init-groups "$@"
fi

# macOS has no setsid.
if command -v setsid >/dev/null; then
    exec setsid "$@" 3<&0
else
    exec perl -e 'setpgrp; exec @ARGV' "$@" 3<&0
fi
