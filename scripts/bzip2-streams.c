/* The streams that the copied libbz2.a uses instead of the C library's own names (see link-engine.sh). */
#include <stdio.h>

FILE *pyrite_bzip2_stdin, *pyrite_bzip2_stdout, *pyrite_bzip2_stderr;

__attribute__((constructor)) static void set_streams(void) {
  pyrite_bzip2_stdin = stdin;
  pyrite_bzip2_stdout = stdout;
  pyrite_bzip2_stderr = stderr;
}
