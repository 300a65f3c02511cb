/* Writes the bytes of a file anew, as an export must: write FILE TARGET
 *
 * A file beside the target, synced, renamed, the folder synced; prints how long that took. Reading FILE does not count. */
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

int main(int count, char **words) {
    struct stat facts;
    int source = count == 3 ? open(words[1], O_RDONLY) : -1;
    if (source < 0 || fstat(source, &facts)) return 1;
    char *bytes = malloc(facts.st_size), partial[4096];
    if (!bytes || read(source, bytes, facts.st_size) != facts.st_size) return 1;
    if (snprintf(partial, sizeof partial, "%s.partial", words[2]) >= (int)sizeof partial) return 1;
    double start = now();
    int target = open(partial, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (target < 0 || write(target, bytes, facts.st_size) != facts.st_size || fsync(target) || close(target)
        || rename(partial, words[2]))
        return 1;
    int folder = open(dirname(words[2]), O_RDONLY);
    if (folder < 0 || fsync(folder)) return 1;
    printf("seconds %.9f\n", now() - start);
    return 0;
}
