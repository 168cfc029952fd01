// SQLite's C interface. Two macros Swift cannot import are given as functions.
#include <sqlite3.h>

static inline sqlite3_destructor_type saphan_sqlite_transient(void) { return SQLITE_TRANSIENT; }
static inline sqlite3_destructor_type saphan_sqlite_static(void) { return SQLITE_STATIC; }
