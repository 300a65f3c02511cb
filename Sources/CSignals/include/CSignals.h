#pragma once

/* Signal handling that may only touch `volatile sig_atomic_t`: Swift promises nothing about its own code inside a
   signal handler, so the handlers are C, and Swift reads what they left behind. */

/// What the process does while a signal may come.
enum signals_phase {
    /// A command runs: signals are noted, and the command asks for them at its batch borders.
    signals_phase_running = 0,
    /// The line editor waits for a key: signals are noted and wake `signals_wait_for_input`.
    signals_phase_prompting = 1,
    /// Another program has the terminal: SIGINT is its business and is forgotten here.
    signals_phase_lent = 2,
};

/// Handles SIGINT, SIGTERM, SIGHUP and SIGQUIT from now on, except those that the parent process chose to ignore.
///
/// SIGQUIT (Ctrl-\) is among them because by default it ends the process and leaves the terminal as the line editor
/// had it.
void signals_install(void);

/// Says that a person types the commands: SIGINT then ends a command, and the process only when it is pressed in a row.
///
/// Without it, a process that SIGINT asked to end has five seconds for its next batch border, as with SIGTERM.
void signals_converse(void);

/// Has the process end when the one with the number `parent`, which started it, does, also when that is killed.
void signals_end_with_parent(int parent);

/// Sets the phase and returns the one before.
int signals_set_phase(int phase);

/// Whether SIGINT came since it was last cleared.
int signals_is_interrupted(void);

/// Forgets the SIGINTs so far and returns whether there was one.
int signals_take_interrupt(void);

/// The signal (SIGTERM, SIGHUP or SIGQUIT) that asked the process to end, or 0.
int signals_termination(void);

/// Begins (1) or ends (0) noting SIGTSTP and SIGCONT, which otherwise keep their usual meaning.
void signals_watch_job_control(int on);

/// Whether SIGTSTP came since the last call.
int signals_take_suspension(void);

/// Whether SIGCONT came since the last call.
int signals_take_continuation(void);

/// Stops the process as SIGTSTP does by default; returns when it is continued.
void signals_suspend(void);

/// Waits until `descriptor` can be read (1) or a signal came (0), without a gap in which a signal could be missed.
int signals_wait_for_input(int descriptor);
