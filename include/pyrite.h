/*
 * pyrite.h: the C interface of the Pyrite engine. It is complete on its own: nothing else needs to be included.
 *
 * The interface is Spark Connect's service without the wire. Plans, analysis, configuration and interruption cross it
 * as protobuf messages of package spark.connect; data crosses it through the Arrow C Data and C Stream Interfaces.
 *
 * Status.    Every function that can fail returns PYRITE_OK or another pyrite_status. On failure, and only then, it
 *            stores an error handle in *error (when error is not NULL). The caller frees it with pyrite_error_free.
 * Handles.   Sessions, operations, tables, callbacks and errors are numbers, never reused in a process. 0 is never
 *            a handle. An unknown or released handle gives PYRITE_INVALID_HANDLE; it is never undefined behaviour.
 * Ownership. Byte strings handed out in a pyrite_bytes belong to the caller, who frees them with pyrite_bytes_free.
 *            Byte strings handed in are copied before the call returns. Text is UTF-8.
 * Threads.   Every function may be called from any thread at any time. Calls block only where it is said.
 * Fork.      A child made by fork() after the first session was opened gets PYRITE_ERROR from every function.
 */
#ifndef PYRITE_H
#define PYRITE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Arrow C Data Interface (ABI fixed by the Apache Arrow specification) ---- */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};
#endif /* ARROW_C_DATA_INTERFACE */

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE
struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
  int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
  const char *(*get_last_error)(struct ArrowArrayStream *);
  void (*release)(struct ArrowArrayStream *);
  void *private_data;
};
#endif /* ARROW_C_STREAM_INTERFACE */

/* ---- Common ---- */

typedef uint64_t pyrite_session;
typedef uint64_t pyrite_operation;
typedef uint64_t pyrite_error;

typedef enum pyrite_status {
  PYRITE_OK = 0,
  PYRITE_ERROR = 1,         /* the engine refused or failed; *error says why */
  PYRITE_INVALID_HANDLE = 2 /* a handle is unknown, released, or of another kind; *error is set as well */
} pyrite_status;

/* Bytes owned by the caller. data is NULL when size is 0. */
typedef struct pyrite_bytes {
  uint8_t *data;
  size_t size;
} pyrite_bytes;

/* Frees the bytes and sets both fields to zero. NULL and empty bytes are allowed. */
void pyrite_bytes_free(pyrite_bytes *bytes);

/* The engine's version, such as "0.1.0". A static string: do not free it. */
const char *pyrite_version(void);

/* Raised when a function here changes its meaning. A client compiled for another number must not go on. */
int32_t pyrite_abi_version(void);
#define PYRITE_ABI_VERSION 1

/* ---- Errors ---- */

/* The parts of an error. Pointers live until pyrite_error_free. For an unknown handle each returns "" (never NULL). */
const char *pyrite_error_class(pyrite_error error);     /* PySpark's class: "AnalysisException", "ParseException", … */
const char *pyrite_error_condition(pyrite_error error); /* "UNRESOLVED_COLUMN.WITH_SUGGESTION" */
const char *pyrite_error_sqlstate(pyrite_error error);  /* "42703" */
const char *pyrite_error_message(pyrite_error error);   /* the whole message, for a person */
/* {"messageParameters": {name: value}, "queryContext": [{"startLine": 1, "startPosition": 8, "startIndex": 7,
 *  "stopIndex": 9, "fragment": "…", "objectType": "", "objectName": ""}]} as JSON. */
const char *pyrite_error_details(pyrite_error error);
void pyrite_error_free(pyrite_error error);

/* ---- Sessions ---- */

/* Opens a session with the given settings (keys and values: count strings each, both may be NULL when count is 0).
 * "spark.master" (local, local[n], local[*]) sizes the engine's thread pool when the first session opens. */
pyrite_status pyrite_session_open(const char *const *keys, const char *const *values, size_t count,
                                  pyrite_session *out, pyrite_error *error);

/* Opens a session that shares cached data and threads with another one but has its own settings, temporary views and
 * functions. */
pyrite_status pyrite_session_new(pyrite_session session, pyrite_session *out, pyrite_error *error);

/* Cancels what runs, drops the session's tables, views and callbacks. Results already handed out stay valid. */
pyrite_status pyrite_session_close(pyrite_session session, pyrite_error *error);

/* ---- Execution ---- */

/* Starts a spark.connect.ExecutePlanRequest and returns at once. Analysis errors are reported here; errors of the
 * running job by the functions below. */
pyrite_status pyrite_execute(pyrite_session session, const uint8_t *request, size_t size, pyrite_operation *out,
                             pyrite_error *error);

typedef enum pyrite_operation_state {
  PYRITE_RUNNING = 0,     /* the timeout passed first */
  PYRITE_BATCH_READY = 1, /* pyrite_operation_next will not block */
  PYRITE_DONE = 2         /* all batches were taken, or the command has ended */
} pyrite_operation_state;

/* Blocks until a batch is ready, the operation has ended, or timeout_ms passed (-1: for ever). */
pyrite_status pyrite_operation_wait(pyrite_operation operation, int64_t timeout_ms, pyrite_operation_state *state,
                                    pyrite_error *error);

/* The result's schema (a struct type), for the caller to release. Does not block. */
pyrite_status pyrite_operation_schema(pyrite_operation operation, struct ArrowSchema *out, pyrite_error *error);

/* The next batch, for the caller to release; out->release is NULL at the end. Blocks until there is one. */
pyrite_status pyrite_operation_next(pyrite_operation operation, struct ArrowArray *out, pyrite_error *error);

/* Moves the remaining result into a stream, for the caller to release. The operation handle stays valid and is still to
 * be released; a failure of the stream can be read in full with pyrite_operation_error. */
pyrite_status pyrite_operation_stream(pyrite_operation operation, struct ArrowArrayStream *out, pyrite_error *error);

/* The error with which the operation ended, or 0. */
pyrite_error pyrite_operation_error(pyrite_operation operation);

/* The operation's non-data answers: a spark.connect.ExecutePlanResponse (SQL command result, metrics, observed
 * metrics). Blocks until the operation has ended, unless it is a command whose answer is known at once. */
pyrite_status pyrite_operation_response(pyrite_operation operation, pyrite_bytes *out, pyrite_error *error);

/* Cancels the operation when it still runs, and frees it. */
pyrite_status pyrite_operation_release(pyrite_operation operation, pyrite_error *error);

/* ---- The other calls of the service; each takes the request message of that name and gives the response message ---- */

pyrite_status pyrite_analyze(pyrite_session session, const uint8_t *request, size_t size, pyrite_bytes *out,
                             pyrite_error *error); /* AnalyzePlanRequest -> AnalyzePlanResponse */
pyrite_status pyrite_config(pyrite_session session, const uint8_t *request, size_t size, pyrite_bytes *out,
                            pyrite_error *error); /* ConfigRequest -> ConfigResponse */
pyrite_status pyrite_interrupt(pyrite_session session, const uint8_t *request, size_t size, pyrite_bytes *out,
                               pyrite_error *error); /* InterruptRequest -> InterruptResponse */

/* Jobs, stages, tasks and memory as JSON, for status pages and progress bars. */
pyrite_status pyrite_status_json(pyrite_session session, pyrite_bytes *out, pyrite_error *error);

/* ---- In-process tables ---- */

/* Takes over a stream (its release becomes NULL) and keeps its batches as a table that plans name with the extension
 * relation pyrite.InProcessTable. Reads the stream to its end before it returns. */
pyrite_status pyrite_table_import(pyrite_session session, struct ArrowArrayStream *stream, uint64_t *table_id,
                                  pyrite_error *error);
pyrite_status pyrite_table_release(pyrite_session session, uint64_t table_id, pyrite_error *error);

/* ---- Callbacks: user-defined functions in the host language ---- */

/* Evaluates a function over a batch. `input` is a struct array with one child for each argument, described by
 * `input_schema`; both are lent for the duration of the call. On success the callback fills `output` (one array of
 * input->length rows with the function's result type) and returns 0. On failure it returns 1 and sets *message to
 * UTF-8 text, valid until the next call of the callback on this thread: the user's traceback. */
typedef int32_t (*pyrite_callback)(void *user_data, const struct ArrowSchema *input_schema,
                                   const struct ArrowArray *input, struct ArrowArray *output, const char **message);

/* Evaluates a function over a partition. The callback takes `input` over: it pulls the partition's batches from it as it
 * needs them and releases it, at the latest when its result is released. It fills `output` with a stream of the result's
 * batches, of any number and length, and returns 0; the engine reads and releases that stream on lent threads, and its
 * errors' text is the user's traceback. On failure it returns 1 and sets *message as pyrite_callback does. */
typedef int32_t (*pyrite_stream_callback)(void *user_data, int64_t partition, struct ArrowArrayStream *input,
                                          struct ArrowArrayStream *output, const char **message);

/* Makes a callback known. A plan names it in spark.connect.PythonUDF.command as the ASCII text
 * "pyrite-callback:<id>" (decimal). A second line may list the names of the function's parameters, separated by commas,
 * for calls with named arguments; a third may hold a translation of the function (see docs/architecture.md). `release` (may be NULL) is called once with user_data when the callback is released
 * and no running plan uses it. */
pyrite_status pyrite_callback_register(pyrite_session session, pyrite_callback callback, void *user_data,
                                       void (*release)(void *), uint64_t *callback_id, pyrite_error *error);
pyrite_status pyrite_stream_callback_register(pyrite_session session, pyrite_stream_callback callback, void *user_data,
                                              void (*release)(void *), uint64_t *callback_id, pyrite_error *error);
pyrite_status pyrite_callback_release(pyrite_session session, uint64_t callback_id, pyrite_error *error);

/* Lends the calling thread to the engine: it runs callbacks, and only callbacks, until pyrite_callback_stop. Callbacks
 * never run on threads that the engine made, so that a host language's thread state lasts. A plan with callbacks fails
 * with a clear error when no thread is lent. */
pyrite_status pyrite_callback_serve(pyrite_error *error);

/* Makes every pyrite_callback_serve return. */
void pyrite_callback_stop(void);

/* Which lent threads run a callback for an operation that was cancelled: writes their pthread_self(), at most `capacity`
 * of them, to `threads`, and returns how many there are. The engine waits for a running callback; the host may make
 * such a one end early, with any result. Never blocks for long. */
size_t pyrite_callback_cancelled(uint64_t *threads, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif /* PYRITE_H */
