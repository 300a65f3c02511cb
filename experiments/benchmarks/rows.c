/* Reads every row of a feedback database by a bare loop over sqlite3_step: rows DATABASE
 *
 * Each text and label is asked for, as who learns from them must; prints the rows, the bytes of their texts and the sum of
 * their labels. */
#include <sqlite3.h>
#include <stdio.h>

int main(int count, char **words) {
    sqlite3 *database;
    sqlite3_stmt *statement;
    if (count != 2 || sqlite3_open_v2(words[1], &database, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK
        || sqlite3_prepare_v2(database, "SELECT rowid, review, sentiment FROM review_db ORDER BY rowid", -1, &statement, NULL)
            != SQLITE_OK)
        return 1;
    long long rows = 0, bytes = 0, labels = 0;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (!sqlite3_column_text(statement, 1)) return 1;
        bytes += sqlite3_column_bytes(statement, 1);
        labels += sqlite3_column_int64(statement, 2);
        rows++;
    }
    if (code != SQLITE_DONE) return 1;
    printf("rows %lld bytes %lld labels %lld\n", rows, bytes, labels);
    sqlite3_finalize(statement);
    return sqlite3_close(database) != SQLITE_OK;
}
