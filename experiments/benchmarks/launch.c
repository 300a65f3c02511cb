/* Runs one command and says what it took, from outside: launch OUT COMMAND [ARGUMENT...]
 *
 * OUT gets one line: wall seconds, processor seconds, peak memory in bytes, exit status.
 *
 * The clock runs from before vfork() to wait4()'s return. The child starts out of this process, which is small: Linux hands
 * the peak of a parent's memory on to its children, so a child of Python would never seem smaller than Python. The peak is the
 * largest of the command and of the processes that it has waited for. A command killed by a signal has status 128 + signal. */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

static double seconds(struct timeval time) { return time.tv_sec + time.tv_usec * 1e-6; }

int main(int count, char **words) {
    if (count < 3) return 2;
    int status;
    struct rusage usage;
    double start = now();
    pid_t child = vfork();
    if (child == 0) {
        execvp(words[2], words + 2);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child) return 1;
    double wall = now() - start;
    FILE *out = fopen(words[1], "w");
    if (!out) return 1;
    fprintf(out, "%.9f %.6f %ld %d\n", wall, seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss * 1024L,
            WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
    return fclose(out) != 0;
}
