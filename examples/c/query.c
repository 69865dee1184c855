/*
 * A C program that runs a SQL query in Pyrite and prints the result from the Arrow stream.
 *
 *     cc -I include examples/c/query.c -o query -ldl
 *     ./query python/pyrite/_engine/libpyrite.so "SELECT 1 AS one"
 *
 * The library is loaded at run time, as a language binding would. A plan is a spark.connect.ExecutePlanRequest; for SQL
 * text it is short enough to be put together by hand, without a protobuf library.
 */
#include "pyrite.h"

#include <dlfcn.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The functions of pyrite.h that this program calls. */
static struct {
  __typeof__(&pyrite_version) version;
  __typeof__(&pyrite_abi_version) abi_version;
  __typeof__(&pyrite_session_open) session_open;
  __typeof__(&pyrite_session_close) session_close;
  __typeof__(&pyrite_execute) execute;
  __typeof__(&pyrite_operation_stream) operation_stream;
  __typeof__(&pyrite_operation_error) operation_error;
  __typeof__(&pyrite_operation_release) operation_release;
  __typeof__(&pyrite_error_condition) error_condition;
  __typeof__(&pyrite_error_message) error_message;
  __typeof__(&pyrite_error_free) error_free;
} engine;

static void load(const char *path) {
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    exit(2);
  }
#define LOAD(name)                                                                                                     \
  if ((engine.name = (__typeof__(engine.name))dlsym(library, "pyrite_" #name)) == NULL) {                              \
    fprintf(stderr, "%s has no function pyrite_%s\n", path, #name);                                                    \
    exit(2);                                                                                                           \
  }
  LOAD(version)
  LOAD(abi_version)
  LOAD(session_open)
  LOAD(session_close)
  LOAD(execute)
  LOAD(operation_stream)
  LOAD(operation_error)
  LOAD(operation_release)
  LOAD(error_condition)
  LOAD(error_message)
  LOAD(error_free)
#undef LOAD
  if (engine.abi_version() != PYRITE_ABI_VERSION) {
    fprintf(stderr, "%s speaks version %" PRId32 " of the interface, this program %d\n", path, engine.abi_version(),
            PYRITE_ABI_VERSION);
    exit(2);
  }
}

/* Prints the error, frees it and ends the program. */
static void fail(pyrite_error error) {
  fprintf(stderr, "[%s] %s\n", engine.error_condition(error), engine.error_message(error));
  engine.error_free(error);
  exit(1);
}

/* ---- The request ---- */

static size_t put_varint(uint8_t *out, uint64_t value) {
  size_t size = 0;
  for (; value >= 0x80; value >>= 7) {
    out[size++] = (uint8_t)(value | 0x80);
  }
  out[size++] = (uint8_t)value;
  return size;
}

/* Puts `size` bytes of content as field `number` (wire type 2) at `out` and returns the size of the whole field. The
 * content may lie anywhere, also where it will be covered. */
static size_t put_field(uint8_t *out, uint32_t number, const uint8_t *content, size_t size) {
  uint8_t head[20];
  size_t head_size = put_varint(head, (uint64_t)number << 3 | 2);
  head_size += put_varint(head + head_size, size);
  memmove(out + head_size, content, size);
  memcpy(out, head, head_size);
  return head_size + size;
}

/* ExecutePlanRequest { plan: Plan { root: Relation { sql: SQL { query } } } }. The caller frees it. */
static uint8_t *sql_request(const char *query, size_t *size) {
  size_t length = strlen(query);
  uint8_t *request = malloc(length + 64);
  if (request == NULL) {
    fprintf(stderr, "out of memory\n");
    exit(2);
  }
  size_t n = put_field(request, 1, (const uint8_t *)query, length); /* SQL.query */
  n = put_field(request, 10, request, n);                           /* Relation.sql */
  n = put_field(request, 1, request, n);                            /* Plan.root */
  n = put_field(request, 3, request, n);                            /* ExecutePlanRequest.plan */
  *size = n;
  return request;
}

/* ---- The result ---- */

static int is_null(const struct ArrowArray *column, int64_t row) {
  const uint8_t *validity = column->buffers[0];
  int64_t i = row + column->offset;
  return column->null_count != 0 && validity != NULL && !(validity[i / 8] >> (i % 8) & 1);
}

static void print_value(const struct ArrowSchema *type, const struct ArrowArray *column, int64_t row) {
  int64_t i = row + column->offset;
  if (is_null(column, row)) {
    printf("NULL");
  } else if (strcmp(type->format, "i") == 0) {
    printf("%" PRId32, ((const int32_t *)column->buffers[1])[i]);
  } else if (strcmp(type->format, "l") == 0) {
    printf("%" PRId64, ((const int64_t *)column->buffers[1])[i]);
  } else if (strcmp(type->format, "g") == 0) {
    printf("%.12g", ((const double *)column->buffers[1])[i]);
  } else if (strcmp(type->format, "b") == 0) {
    printf(((const uint8_t *)column->buffers[1])[i / 8] >> (i % 8) & 1 ? "true" : "false");
  } else if (strcmp(type->format, "u") == 0) {
    const int32_t *offsets = column->buffers[1];
    printf("%.*s", (int)(offsets[i + 1] - offsets[i]), (const char *)column->buffers[2] + offsets[i]);
  } else {
    printf("(%s)", type->format);
  }
}

static void print_stream(struct ArrowArrayStream *stream, pyrite_operation operation) {
  struct ArrowSchema schema;
  if (stream->get_schema(stream, &schema) != 0) {
    fail(engine.operation_error(operation));
  }
  for (int64_t c = 0; c < schema.n_children; c++) {
    printf("%s%s", c == 0 ? "" : "\t", schema.children[c]->name);
  }
  printf("\n");
  for (;;) {
    struct ArrowArray batch;
    if (stream->get_next(stream, &batch) != 0) {
      fail(engine.operation_error(operation));
    }
    if (batch.release == NULL) {
      break;
    }
    for (int64_t row = 0; row < batch.length; row++) {
      for (int64_t c = 0; c < batch.n_children; c++) {
        if (c > 0) {
          printf("\t");
        }
        print_value(schema.children[c], batch.children[c], row + batch.offset);
      }
      printf("\n");
    }
    batch.release(&batch);
  }
  schema.release(&schema);
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s LIBPYRITE_SO QUERY\n", argv[0]);
    return 2;
  }
  load(argv[1]);

  const char *keys[] = {"spark.master", "spark.sql.session.timeZone"};
  const char *values[] = {"local[2]", "UTC"};
  pyrite_session session;
  pyrite_error error;
  if (engine.session_open(keys, values, 2, &session, &error) != PYRITE_OK) {
    fail(error);
  }

  size_t size;
  uint8_t *request = sql_request(argv[2], &size);
  pyrite_operation operation;
  pyrite_status status = engine.execute(session, request, size, &operation, &error);
  free(request);
  if (status != PYRITE_OK) {
    fail(error);
  }

  struct ArrowArrayStream stream;
  if (engine.operation_stream(operation, &stream, &error) != PYRITE_OK) {
    fail(error);
  }
  print_stream(&stream, operation);
  stream.release(&stream);
  engine.operation_release(operation, NULL);
  engine.session_close(session, NULL);
  return 0;
}
