// Holds as many bytes as its argument says, each page written once, in pages of the usual size. For each line on standard input it forks a child that answers
// at once, and writes how many nanoseconds passed from before the fork until the answer was read.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(int count, char **words)
{
    size_t bytes = count > 1 ? strtoull(words[1], NULL, 10) : 0;
    if (bytes > 0) {
        char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) return 1;
        madvise(memory, bytes, MADV_NOHUGEPAGE);
        memset(memory, 1, bytes);
    }
    int answers[2];
    if (pipe(answers) != 0) return 1;
    puts("ready");
    fflush(stdout);
    char line[16];
    while (fgets(line, sizeof line, stdin) != NULL) {
        char answer = 0;
        long long start = now();
        pid_t child = fork();
        if (child < 0) return 1;
        if (child == 0) _exit(write(answers[1], "x", 1) != 1);
        if (read(answers[0], &answer, 1) != 1) return 1;
        printf("%lld\n", now() - start);
        fflush(stdout);
        waitpid(child, NULL, 0);
    }
    return 0;
}
