#pragma once
#include <stdio.h> /* readline.h uses FILE without declaring it */
#include <readline/readline.h>
#include <readline/history.h>

/* Swift 6 refuses to touch C globals, which nothing protects from other threads. Readline is used from one thread only;
   these functions are the whole of what refit reads and sets. */

/// Names the program for `$if` in an inputrc and leaves every signal but SIGWINCH to the program.
static inline void refit_rl_configure(const char *name) {
    rl_readline_name = name;
    rl_catch_signals = 0;
    rl_change_environment = 0;
}

/// Makes `read_key` the source of keys.
static inline void refit_rl_set_key_reader(rl_getc_func_t *read_key) { rl_getc_function = read_key; }

/// Makes `complete` answer the Tab key; the texts must live as long as the process.
static inline void refit_rl_set_completer(
    rl_completion_func_t *complete, const char *word_breaks, const char *quotes, const char *quoted_in_file_names
) {
    rl_attempted_completion_function = complete;
    rl_completer_word_break_characters = (char *)word_breaks;
    rl_basic_word_break_characters = word_breaks;
    rl_completer_quote_characters = quotes;
    rl_filename_quote_characters = quoted_in_file_names;
}

/// Shows a list of matches by `display`, or by readline's own columns when it is NULL.
static inline void refit_rl_set_match_display(rl_compdisp_func_t *display) {
    rl_completion_display_matches_hook = display;
}

/// Keeps readline from completing file names where `complete` found nothing, and says whether a space follows a match.
static inline void refit_rl_take_over_completion(int appends_space) {
    rl_attempted_completion_over = 1;
    rl_completion_append_character = appends_space ? ' ' : '\0';
    rl_completion_suppress_append = !appends_space;
}

/// The line as typed so far.
static inline const char *refit_rl_line(void) { return rl_line_buffer; }

/// The cursor, in bytes from the beginning of the line.
static inline int refit_rl_cursor(void) { return rl_point; }

/// Whether readline waits for the first key of a command, as opposed to a key inside a search, a question and so on.
static inline int refit_rl_awaits_command(void) { return RL_ISSTATE(RL_STATE_READCMD) != 0; }

/// Shows `^C` behind the line and moves to a fresh row.
static inline void refit_rl_show_dropped_line(int signal_number) {
    rl_point = rl_end;
    rl_redisplay();
    rl_echo_signal_char(signal_number);
    rl_crlf();
    fflush(rl_outstream);
}

/// The descriptor behind readline's input.
static inline int refit_rl_input_descriptor(FILE *stream) { return fileno(stream); }

/// Moves to a fresh row behind the line.
static inline void refit_rl_new_row(void) {
    rl_crlf();
    fflush(rl_outstream);
}

/// Writes `text` where readline writes.
static inline void refit_rl_write(const char *text) { fputs(text, rl_outstream); }

/// Draws prompt and line again on the present row.
static inline void refit_rl_draw_again(void) {
    rl_on_new_line();
    rl_forced_update_display();
}

/// Makes files keep entries of several lines together, by a time stamp before each entry.
static inline void refit_rl_configure_history(int limit) {
    using_history();
    history_comment_char = '#';
    history_write_timestamps = 1;
    stifle_history(limit);
}

/// The number of entries in the history.
static inline int refit_rl_history_length(void) { return history_length; }

/// The newest entry, or NULL.
static inline const char *refit_rl_newest_entry(void) {
    HIST_ENTRY *entry = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
    return entry ? entry->line : NULL;
}
