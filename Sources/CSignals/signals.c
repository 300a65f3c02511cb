#define _GNU_SOURCE
#include "CSignals.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>
#include <sys/prctl.h>
#include <unistd.h>

/* How long work may go on to its next batch border after it was asked to end. */
enum { patience_seconds = 5 };
/* How many presses of Ctrl-C within `impatience_seconds` end the process although a command runs. */
enum { impatient_presses = 3, impatience_seconds = 2 };

static volatile sig_atomic_t phase = signals_phase_running;
static volatile sig_atomic_t interrupts;
static volatile sig_atomic_t termination;
static volatile sig_atomic_t asked;
static volatile sig_atomic_t conversing;
static volatile sig_atomic_t suspension;
static volatile sig_atomic_t continuation;
/* Seconds of the monotonic clock at which the present row of presses began; read and written by the handler alone. */
static volatile sig_atomic_t first_press;
static volatile sig_atomic_t presses;

static void end_process(int signal_number) {
    if (isatty(STDERR_FILENO)) (void)!write(STDERR_FILENO, "\n", 1);
    _exit(128 + signal_number);
}

static void note_press(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (presses == 0 || now.tv_sec - first_press > impatience_seconds) {
        first_press = (sig_atomic_t)now.tv_sec;
        presses = 0;
    }
    presses += 1;
    if (presses >= impatient_presses) end_process(SIGINT);
}

/* Work that hears nothing, such as a pattern that takes for ever on a hostile text, is ended: files are replaced whole or
   not at all and locks go with the process, so that nothing is lost which the next batch border would have saved. */
static void wait_and_end(int signal_number) {
    if (asked) return;
    asked = signal_number;
    alarm(patience_seconds);
}

static void handle(int signal_number) {
    int saved = errno;
    switch (signal_number) {
    case SIGALRM:
        end_process(asked);
        break;
    case SIGINT:
        if (phase == signals_phase_lent) break;
        interrupts = 1;
        if (!conversing) wait_and_end(SIGINT);
        if (phase == signals_phase_running) note_press();
        break;
    case SIGTSTP:
        suspension = 1;
        break;
    case SIGCONT:
        continuation = 1;
        break;
    case SIGQUIT:
        if (phase == signals_phase_lent) break;
        /* fall through */
    default:
        /* Whoever asks twice does not want to wait for a batch border. */
        if (termination) end_process(signal_number);
        termination = signal_number;
        wait_and_end(signal_number);
    }
    errno = saved;
}

static void install(int signal_number, int flags) {
    struct sigaction action = {.sa_handler = handle, .sa_flags = flags}, before;
    sigemptyset(&action.sa_mask);
    if (sigaction(signal_number, NULL, &before) == 0 && before.sa_handler == SIG_IGN) return;
    sigaction(signal_number, &action, NULL);
}

void signals_install(void) {
    /* SA_RESTART: nothing else in the process has to know of EINTR. ppoll returns with it all the same. */
    install(SIGINT, SA_RESTART);
    install(SIGTERM, SA_RESTART);
    install(SIGHUP, SA_RESTART);
    install(SIGQUIT, SA_RESTART);
    install(SIGALRM, SA_RESTART);
    /* A file that may not grow is an error of the write, which says so. */
    signal(SIGXFSZ, SIG_IGN);
    /* A parent that starts programs from a thread which holds signals back passes that on to them. */
    sigset_t handled;
    sigemptyset(&handled);
    sigaddset(&handled, SIGINT);
    sigaddset(&handled, SIGTERM);
    sigaddset(&handled, SIGHUP);
    sigaddset(&handled, SIGQUIT);
    sigprocmask(SIG_UNBLOCK, &handled, NULL);
}

void signals_converse(void) { conversing = 1; }

void signals_end_with_parent(int parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    /* The parent may have gone before the call. */
    if (getppid() != parent) _exit(1);
}

int signals_set_phase(int next) {
    int before = phase;
    phase = next;
    if (next != signals_phase_running) presses = 0;
    return before;
}

int signals_is_interrupted(void) { return interrupts != 0; }

int signals_take_interrupt(void) {
    int taken = interrupts;
    interrupts = 0;
    presses = 0;
    return taken;
}

int signals_termination(void) { return termination; }

void signals_watch_job_control(int on) {
    static int watched;
    static struct sigaction stop_before, continue_before;
    if (on == watched) return;
    watched = on;
    if (on) {
        sigaction(SIGTSTP, NULL, &stop_before);
        sigaction(SIGCONT, NULL, &continue_before);
        suspension = continuation = 0;
        install(SIGTSTP, SA_RESTART);
        install(SIGCONT, SA_RESTART);
    } else {
        sigaction(SIGTSTP, &stop_before, NULL);
        sigaction(SIGCONT, &continue_before, NULL);
    }
}

int signals_take_suspension(void) {
    int taken = suspension;
    suspension = 0;
    return taken;
}

int signals_take_continuation(void) {
    int taken = continuation;
    continuation = 0;
    return taken;
}

void signals_suspend(void) {
    struct sigaction usual = {.sa_handler = SIG_DFL}, before;
    sigemptyset(&usual.sa_mask);
    sigaction(SIGTSTP, &usual, &before);
    raise(SIGTSTP);
    sigaction(SIGTSTP, &before, NULL);
}

int signals_wait_for_input(int descriptor) {
    sigset_t held, before;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    sigaddset(&held, SIGHUP);
    sigaddset(&held, SIGQUIT);
    sigaddset(&held, SIGTSTP);
    sigaddset(&held, SIGCONT);
    sigprocmask(SIG_BLOCK, &held, &before);
    int readable = 0;
    if (!interrupts && !termination && !suspension && !continuation) {
        struct pollfd input = {.fd = descriptor, .events = POLLIN};
        /* A hang-up or an error is readable too: the read that follows reports it. */
        readable = ppoll(&input, 1, NULL, &before) > 0;
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    return readable;
}
