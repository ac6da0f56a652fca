// Runs one program and writes "WALL_NS CPU_US PEAK_KIB EXIT" to the file named first: the numbers of wait4 for that child alone. A program this small is the
// parent because a child's peak starts at what its parent held when it was forked.
//
//   usage: measure RESULT PROGRAM ARGUMENT...
#define _GNU_SOURCE
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long long microseconds(struct timeval t) { return t.tv_sec * 1000000LL + t.tv_usec; }

int main(int argc, char **argv) {
  if (argc < 3) return fprintf(stderr, "usage: measure RESULT PROGRAM ARGUMENT...\n"), 2;
  pid_t child;
  int status;
  struct rusage usage;
  const long long start = now();
  if (posix_spawnp(&child, argv[2], NULL, NULL, argv + 2, environ) != 0) return perror(argv[2]), 127;
  if (wait4(child, &status, 0, &usage) != child) return perror("wait4"), 127;
  const long long wall = now() - start;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  FILE *result = fopen(argv[1], "w");
  if (result == NULL) return perror(argv[1]), 127;
  fprintf(result, "%lld %lld %ld %d\n", wall, microseconds(usage.ru_utime) + microseconds(usage.ru_stime), usage.ru_maxrss, code);
  return fclose(result) == 0 ? code : 127;
}
