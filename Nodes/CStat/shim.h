// When a file was made: the call for it is behind a feature macro that Swift's Glibc module does not set.
#include <linux/stat.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

// Gives the file's number, and nanoseconds since 1970 at its making (0 where the file system does not tell); 0 on success.
static inline int saphan_file_birth(const char *path, uint64_t *number, int64_t *birth) {
    struct statx found;
    if (syscall(SYS_statx, -100, path, 0, STATX_INO | STATX_BTIME, &found) != 0) return -1;
    *number = found.stx_ino;
    *birth = found.stx_mask & STATX_BTIME ? found.stx_btime.tv_sec * 1000000000LL + found.stx_btime.tv_nsec : 0;
    return 0;
}
