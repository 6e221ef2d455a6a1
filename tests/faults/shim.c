/* A machine that fails: loaded before the C library, it lets chosen calls on regular files go wrong.
 *
 * FAULT=full:N      all writes together may bring N bytes; what is beyond fails as on a full disk
 * FAULT=short:N     of every write of more than one byte only a part is done, which one by N
 * FAULT=interrupt:N every write from the N-th on, and every sync, is interrupted once before it is done
 * FAULT=sync:N      the N-th sync of a file or folder fails
 * FAULT=unlocked:N  the file system has no locks
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { NONE, FULL, SHORT, INTERRUPT, SYNC, UNLOCKED };

static enum kind kind = NONE;
static long number = 0;
static atomic_long written = 0, calls = 0;
static _Thread_local int interrupted = 0;

__attribute__((constructor)) static void begin(void) {
    static const char *names[] = {"", "full", "short", "interrupt", "sync", "unlocked"};
    const char *fault = getenv("FAULT");
    const char *colon = fault ? strchr(fault, ':') : NULL;
    if (!colon) return;
    for (int it = FULL; it <= UNLOCKED; it++)
        if (strlen(names[it]) == (size_t)(colon - fault) && !strncmp(names[it], fault, colon - fault)) kind = it;
    number = atol(colon + 1);
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static int is_regular(int file) {
    struct stat found;
    return fstat(file, &found) == 0 && S_ISREG(found.st_mode);
}

/* How many of so many bytes are written now; -1: the call fails, and errno says how. */
static ssize_t allowed(int file, size_t bytes) {
    if (bytes == 0 || kind == NONE || !is_regular(file)) return bytes;
    if (kind == INTERRUPT && atomic_fetch_add(&calls, 1) + 1 >= number && !interrupted) {
        interrupted = 1;
        errno = EINTR;
        return -1;
    }
    interrupted = 0;
    if (kind == SHORT && bytes > 1) return 1 + (atomic_fetch_add(&calls, 7919) + number) % (bytes - 1);
    if (kind == FULL) {
        long before = atomic_fetch_add(&written, bytes);
        if (before >= number) {
            errno = ENOSPC;
            return -1;
        }
        if (before + (long)bytes > number) return number - before;
    }
    return bytes;
}

ssize_t write(int file, const void *bytes, size_t count) {
    REAL(write);
    ssize_t now = allowed(file, count);
    return now < 0 ? now : real(file, bytes, now);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
    REAL(writev);
    if (kind == NONE || !is_regular(file)) return real(file, parts, count);
    for (int part = 0; part < count; part++)
        if (parts[part].iov_len > 0) return write(file, parts[part].iov_base, parts[part].iov_len);
    return 0;
}

static int sync_fails(void) {
    if (kind == INTERRUPT && !interrupted) {
        interrupted = 1;
        errno = EINTR;
        return 1;
    }
    interrupted = 0;
    if (kind != SYNC || atomic_fetch_add(&calls, 1) + 1 != number) return 0;
    errno = EIO;
    return 1;
}

int fsync(int file) {
    REAL(fsync);
    return sync_fails() ? -1 : real(file);
}

int fdatasync(int file) {
    REAL(fdatasync);
    return sync_fails() ? -1 : real(file);
}

int flock(int file, int operation) {
    static int (*real)(int, int);
    if (!real) real = (int (*)(int, int))dlsym(RTLD_NEXT, "flock");
    if (kind == UNLOCKED) {
        errno = ENOLCK;
        return -1;
    }
    return real(file, operation);
}
