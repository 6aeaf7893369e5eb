# with_card.sh FOLDER DRIVER_VERSION COMMAND...: runs COMMAND where a card of NVIDIA's can be seen, its driver
# loaded. Called below `unshare --mount`; FOLDER is emptied space to build in. It needs root.
set -e
folder=$1 version=$2
shift 2
mkdir -p "$folder/dev" "$folder/driver/nvidia"
mount --rbind /dev "$folder/dev"
mount -t tmpfs none /dev
for name in null zero full random urandom tty; do
  touch "/dev/$name"
  mount --bind "$folder/dev/$name" "/dev/$name"
done
mkdir /dev/shm /dev/pts
mount --rbind "$folder/dev/shm" /dev/shm
ln -s /proc/self/fd /dev/fd
touch /dev/nvidiactl /dev/nvidia0 /dev/nvidia-uvm
mount -t tmpfs none /sys/bus/pci/devices
card=/sys/bus/pci/devices/0000:00:1e.0
mkdir "$card"
echo 0x10de > "$card/vendor"
echo 0x030200 > "$card/class"
echo 0 > "$card/numa_node"
echo "NVRM version: NVIDIA UNIX x86_64 Kernel Module  $version  Thu" > "$folder/driver/nvidia/version"
mount --bind "$folder/driver" /proc/driver
exec "$@"
