#include "CReadAhead.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum {
    /// One is read from, the one before it is still in use, and the others may be kept by pages further up the tree.
    window_count = 4,
    /// How long the first window of a run is at most and the longest, in bytes. The first is as long as the pages that
    /// made the run, each is twice as long as the one before, so that a run that ends soon costs little. Longer ones than
    /// 64 kB were no quicker.
    shortest_window = 16 << 10,
    longest_window = 64 << 10,
    /// SQLite may look behind the end of a page of a damaged database, as far as its own `unixFetch` leaves room for.
    slack = 256,
    /// So many pages close together make a run. The way down a tree is shorter.
    pages_of_run = 4,
    /// Where it takes more than this many pages of the file for one of a run, reading single ones is quicker.
    pages_for_one = 3,
};

/// A piece of the file that was read at once.
struct window {
    uint8_t *bytes;
    /// What part of the file is in it; nothing where both are the same.
    sqlite3_int64 start, end;
    /// How many pages were lent and not given back. It is not read into until there are none.
    size_t lent;
};

/* When a window is valid. SQLite asks for pages under a read lock only, and the pages that it may ask for stay as they
   are for as long as it has the lock:
   - With a rollback journal, whoever writes to the database file holds the EXCLUSIVE lock, which excludes the SHARED
     lock of readers (https://sqlite.org/lockingv3.html). SQLite takes and gives back that one by xLock and xUnlock.
   - In WAL mode the SHARED lock is kept, and a reader has one of the read marks locked by xShmLock
     (https://sqlite.org/walformat.html). Checkpoints write to the database file meanwhile, but only pages that the WAL
     has before the reader's mark. Those the reader takes from the WAL and does not ask the database file for, so that
     it does not matter what a window has in their place. A reader that ignores the WAL, since the database file has all
     of it, has mark 0 locked, under which no checkpoint writes.
   So every call of xLock, xUnlock, xShmLock or xShmUnmap makes all windows empty, and none is filled but on request,
   that is under the lock. SQLite also says by xUnfetch without a page that the file has changed.

   What was lent before stays as it is until it is given back. The file may be cut off or written to by somebody who
   keeps to no locks; what was read is then as old as what SQLite would have read by itself, and a window that cannot be
   read whole is no error: SQLite is lent nothing, reads the page itself, and finds out. */

/// An open database file; what belongs to the layer below follows it in memory.
struct file {
    sqlite3_file base;
    sqlite3_file *below;
    sqlite3_io_methods methods;
    /// What `PRAGMA mmap_size` was set to. The layer below never hears of it.
    sqlite3_int64 mmap_size;

    struct window windows[window_count];
    /// The window that a page was last lent from.
    unsigned latest;
    /// The file's size under this lock, or -1 while it was not asked for.
    sqlite3_int64 size;
    /// How many pages close together were asked for lately, and where the first of them begins and the last ends.
    int pages;
    sqlite3_int64 first, end;
    /// Where the last window of a run ends, or -1 where there is none, how long it is, and how many bytes were lent
    /// since.
    sqlite3_int64 read_end, read, used;
    /// How long the next window of a run becomes.
    int next_length;

    struct read_ahead_counts counts;
};

static struct file *file_of(sqlite3_file *base) { return (struct file *)base; }

static void end_run(struct file *file) {
    file->pages = 0;
    file->read_end = -1;
}

static void forget(struct file *file) {
    for (int i = 0; i < window_count; i++) file->windows[i].start = file->windows[i].end = 0;
    file->size = -1;
    end_run(file);
}

/// Whether the page at `offset` and those that were asked for before it make a run, of which it is the last. What
/// follows a page in the midst of them was asked for already, such as where pages are asked for from the last on.
static bool makes_run(struct file *file, sqlite3_int64 offset, sqlite3_int64 count) {
    sqlite3_int64 longest = pages_of_run * pages_for_one * count;
    if (file->pages == 0 || offset < file->first - longest || offset > file->first + longest) {
        file->pages = 0;
        file->first = file->end = offset;
    }
    // More make no difference, and a damaged tree asks for the same page as often as it likes.
    if (file->pages < pages_of_run * pages_for_one) file->pages++;
    if (offset < file->first) file->first = offset;
    if (offset + count > file->end) file->end = offset + count;
    return offset + count == file->end && file->pages >= pages_of_run &&
           file->end - file->first <= file->pages * pages_for_one * count;
}

/// Finds the start of the window that the page at `offset` calls for, or -1 where it belongs to no run.
static sqlite3_int64 window_start(struct file *file, sqlite3_int64 offset, int count) {
    if (file->read_end >= 0) {
        bool is_near = offset >= file->read_end && offset + count - file->read_end <= file->next_length;
        // What is left out before this page may be asked for later: the pages of a long text stand before the one that
        // leads to them.
        if (is_near && file->used * pages_for_one >= file->read) return file->read_end;
        end_run(file);
    }
    if (!makes_run(file, offset, count)) return -1;
    file->next_length = pages_of_run * count < shortest_window ? pages_of_run * count : shortest_window;
    return offset;
}

/// Reads a window that begins at `start` and has the `count` bytes at `offset`; returns whether that worked.
static bool read_window(struct file *file, sqlite3_int64 start, sqlite3_int64 offset, int count) {
    unsigned place = file->latest;
    do place = (place + 1) % window_count;
    while (file->windows[place].lent != 0 && place != file->latest);
    struct window *window = &file->windows[place];
    if (window->lent != 0) return false;
    sqlite3_file *below = file->below;
    if (file->size < 0 && below->pMethods->xFileSize(below, &file->size) != SQLITE_OK) file->size = -1;
    sqlite3_int64 length = file->size - start < file->next_length ? file->size - start : file->next_length;
    if (offset + count - start > length) return false;
    if (!window->bytes && !(window->bytes = calloc(1, longest_window + slack))) return false;
    window->start = window->end = 0;
    if (below->pMethods->xRead(below, window->bytes, (int)length, start) != SQLITE_OK) {
        file->size = -1;
        return false;
    }
    file->counts.reads++;
    file->counts.bytes += (uint64_t)length;
    file->read = length;
    file->used = 0;
    window->start = start;
    window->end = file->read_end = start + length;
    file->latest = place;
    if (file->next_length < longest_window) file->next_length *= 2;
    return true;
}

/// The page of `count` bytes at `offset` out of a window that has it, or `NULL`.
static void *lend(struct file *file, sqlite3_int64 offset, int count) {
    for (unsigned i = 0; i < window_count; i++) {
        unsigned place = (file->latest + i) % window_count;
        struct window *window = &file->windows[place];
        if (offset < window->start || offset + count > window->end) continue;
        window->lent++;
        file->latest = place;
        file->used += count;
        file->counts.pages++;
        return window->bytes + (offset - window->start);
    }
    return NULL;
}

static int fetch(sqlite3_file *base, sqlite3_int64 offset, int count, void **page) {
    struct file *file = file_of(base);
    *page = NULL;
    // Longer pages are long enough to be read one by one.
    if (count > shortest_window) return SQLITE_OK;
    *page = lend(file, offset, count);
    if (*page) return SQLITE_OK;
    sqlite3_int64 start = window_start(file, offset, count);
    if (start < 0) return SQLITE_OK;
    if (read_window(file, start, offset, count)) *page = lend(file, offset, count);
    else end_run(file);
    return SQLITE_OK;
}

static int unfetch(sqlite3_file *base, sqlite3_int64 offset, void *page) {
    (void)offset;
    struct file *file = file_of(base);
    if (!page) forget(file);
    for (int i = 0; page && i < window_count; i++) {
        struct window *window = &file->windows[i];
        // As numbers, since pointers into different windows have no order.
        if (window->bytes && (uintptr_t)page - (uintptr_t)window->bytes < longest_window) {
            window->lent--;
            break;
        }
    }
    return SQLITE_OK;
}

static int control(sqlite3_file *base, int operation, void *argument) {
    struct file *file = file_of(base);
    switch (operation) {
    case SQLITE_FCNTL_MMAP_SIZE: {
        sqlite3_int64 *size = argument, old = file->mmap_size;
        if (*size >= 0) file->mmap_size = *size;
        *size = old;
        return SQLITE_OK;
    }
    case read_ahead_count:
        *(struct read_ahead_counts *)argument = file->counts;
        return SQLITE_OK;
    default:
        return file->below->pMethods->xFileControl(file->below, operation, argument);
    }
}

static int close_file(sqlite3_file *base) {
    struct file *file = file_of(base);
    // SQLite has given all pages back by now.
    for (int i = 0; i < window_count; i++) free(file->windows[i].bytes);
    return file->below->pMethods->xClose(file->below);
}

/// Has the layer below do what is asked of it.
#define PASS(base, method, ...) \
    return file_of(base)->below->pMethods->method(file_of(base)->below __VA_OPT__(, ) __VA_ARGS__)

/// The same where a lock is taken or given back.
#define PASS_LOCK(base, method, ...) \
    forget(file_of(base));           \
    PASS(base, method, __VA_ARGS__)

static int read_file(sqlite3_file *f, void *to, int n, sqlite3_int64 at) { PASS(f, xRead, to, n, at); }
static int write_file(sqlite3_file *f, const void *from, int n, sqlite3_int64 at) { PASS(f, xWrite, from, n, at); }
static int truncate_file(sqlite3_file *f, sqlite3_int64 size) { PASS(f, xTruncate, size); }
static int sync_file(sqlite3_file *f, int flags) { PASS(f, xSync, flags); }
static int file_size(sqlite3_file *f, sqlite3_int64 *size) { PASS(f, xFileSize, size); }
static int lock_file(sqlite3_file *f, int level) { PASS_LOCK(f, xLock, level); }
static int unlock_file(sqlite3_file *f, int level) { PASS_LOCK(f, xUnlock, level); }
static int check_lock(sqlite3_file *f, int *is_reserved) { PASS(f, xCheckReservedLock, is_reserved); }
static int sector_size(sqlite3_file *f) { PASS(f, xSectorSize); }
static int device(sqlite3_file *f) { PASS(f, xDeviceCharacteristics); }
static int shm_map(sqlite3_file *f, int page, int size, int extends, void volatile **at) {
    PASS(f, xShmMap, page, size, extends, at);
}
static int shm_lock(sqlite3_file *f, int from, int n, int flags) { PASS_LOCK(f, xShmLock, from, n, flags); }
static void shm_barrier(sqlite3_file *f) { file_of(f)->below->pMethods->xShmBarrier(file_of(f)->below); }
static int shm_unmap(sqlite3_file *f, int removes) { PASS_LOCK(f, xShmUnmap, removes); }

static const sqlite3_io_methods file_methods = {
    .iVersion = 3,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_lock,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = device,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
    .xFetch = fetch,
    .xUnfetch = unfetch,
};

/// Where what belongs to the layer below begins.
static const size_t below_offset = (sizeof(struct file) + 15) / 16 * 16;

/// The layer below.
static sqlite3_vfs *below_vfs(sqlite3_vfs *vfs) { return vfs->pAppData; }

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *flags_out) {
    vfs = below_vfs(vfs);
    if (!(flags & SQLITE_OPEN_MAIN_DB) || !(flags & SQLITE_OPEN_READONLY))
        return vfs->xOpen(vfs, name, base, flags, flags_out);
    struct file *file = file_of(base);
    memset(file, 0, sizeof *file);
    file->below = (sqlite3_file *)((uint8_t *)base + below_offset);
    int code = vfs->xOpen(vfs, name, file->below, flags, flags_out);
    if (!file->below->pMethods) return code;
    file->methods = file_methods;
    // SQLite looks here for whether the file can be in WAL mode.
    if (file->below->pMethods->iVersion < 2 || !file->below->pMethods->xShmMap) file->methods.xShmMap = NULL;
    forget(file);
    base->pMethods = &file->methods;
    return code;
}

#define PASS_VFS(vfs, method, ...) return below_vfs(vfs)->method(below_vfs(vfs), __VA_ARGS__)

static int delete_file(sqlite3_vfs *v, const char *name, int syncs) { PASS_VFS(v, xDelete, name, syncs); }
static int access_file(sqlite3_vfs *v, const char *name, int flags, int *is) { PASS_VFS(v, xAccess, name, flags, is); }
static int full_name(sqlite3_vfs *v, const char *name, int n, char *to) { PASS_VFS(v, xFullPathname, name, n, to); }
static void *open_library(sqlite3_vfs *v, const char *name) { PASS_VFS(v, xDlOpen, name); }
static void library_error(sqlite3_vfs *v, int n, char *to) { below_vfs(v)->xDlError(below_vfs(v), n, to); }
static void (*find_symbol(sqlite3_vfs *v, void *library, const char *name))(void) {
    PASS_VFS(v, xDlSym, library, name);
}
static void close_library(sqlite3_vfs *v, void *library) { below_vfs(v)->xDlClose(below_vfs(v), library); }
static int random_bytes(sqlite3_vfs *v, int n, char *to) { PASS_VFS(v, xRandomness, n, to); }
static int wait_for(sqlite3_vfs *v, int microseconds) { PASS_VFS(v, xSleep, microseconds); }
static int current_time(sqlite3_vfs *v, double *days) { PASS_VFS(v, xCurrentTime, days); }
static int last_error(sqlite3_vfs *v, int n, char *to) { PASS_VFS(v, xGetLastError, n, to); }

bool read_ahead_register(void) {
    static sqlite3_vfs layer = {
        .iVersion = 1,
        .zName = read_ahead_name,
        .xOpen = open_file,
        .xDelete = delete_file,
        .xAccess = access_file,
        .xFullPathname = full_name,
        .xDlOpen = open_library,
        .xDlError = library_error,
        .xDlSym = find_symbol,
        .xDlClose = close_library,
        .xRandomness = random_bytes,
        .xSleep = wait_for,
        .xCurrentTime = current_time,
        .xGetLastError = last_error,
    };
    sqlite3_vfs *below = sqlite3_vfs_find(NULL);
    if (!below) return false;
    layer.pAppData = below;
    layer.szOsFile = (int)below_offset + below->szOsFile;
    layer.mxPathname = below->mxPathname;
    return sqlite3_vfs_register(&layer, 0) == SQLITE_OK;
}
