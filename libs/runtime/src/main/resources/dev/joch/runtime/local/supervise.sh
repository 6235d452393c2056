# Starts one program, writes down its pid, its output and its exit status, and leaves no process of it.
# It needs nobody who waits for it: the control plane may come and go.
#   $1 folder of the instance   $2 cgroup or nothing   $3 bytes of log before the older half goes   $4 KiB of memory or nothing
#   $5 id of the instance   $6 PATH of the program   then the program
# Signals are for the program; this shell stays until it has written how that ended.
umask 077
cd "$1" || exit 1
group=$2
most=$3
memory=$4
instance=$5
path=$6
shift 6
setsid=$(command -v setsid) || exit 1

# whoever makes this folder decides whether the program starts: a second supervisor, or somebody who deletes, comes too late
mkdir begun || exit 0
trap : TERM INT HUP
cat /proc/$$/stat >begun/stat.new
cat /proc/sys/kernel/random/boot_id >begun/boot
mv begun/stat.new begun/stat

mkfifo pipe
# A shell of its own session carries the output, so that what is sent to the program's group does not reach it. dd writes what
# it read at once; after 32 pieces the size is looked at.
"$setsid" sh -c '
    trap "" TERM INT HUP
    size=0
    while :; do
        dd bs=32768 count=32 2>/dev/null >>log
        now=$(wc -c <log)
        [ "$now" -gt "$size" ] || break
        size=$now
        if [ "$now" -ge "$1" ]; then
            mv -f log log.1
            size=0
        fi
    done
    # the disk is full, or this is the end: the program must not stand still
    exec cat >/dev/null
' log "$most" <pipe &
pump=$!

(
    ulimit -c 0
    [ -z "$group" ] || echo 0 >"$group/cgroup.procs" || exit 126
    [ -z "$memory" ] || ulimit -d "$memory" || exit 126
    cd scratch || exit 126
    # every process of the program is known by this, wherever it goes
    unset JOCH_RUNTIME_SUPERVISOR
    export JOCH_RUNTIME_INSTANCE="$instance"
    PATH=$path
    exec "$setsid" "$@"
) >pipe 2>&1 </dev/null &
program=$!
cat "/proc/$program/stat" >begun/program 2>/dev/null

# a signal interrupts wait; only what is reaped is no longer there
while :; do
    wait "$program"
    status=$?
    kill -0 "$program" 2>/dev/null || break
done
wait "$program" 2>/dev/null
again=$?
[ "$again" -eq 127 ] || status=$again

if [ -n "$group" ]; then
    cp "$group/memory.events" memory.events 2>/dev/null
    echo 1 >"$group/cgroup.kill" 2>/dev/null
fi
echo "$status" >exit.new
kill -KILL "-$program" 2>/dev/null
wait "$pump"
mv exit.new exit
