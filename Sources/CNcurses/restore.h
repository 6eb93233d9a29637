// The terminal is given back on every way out: a crash, a signal nobody handles, exit(), a stop. Everything
// here that runs in a signal handler is async-signal-safe: write, tcsetattr, sigaction, sigprocmask, raise.
#ifndef CARGO_CURSES_RESTORE_H
#define CARGO_CURSES_RESTORE_H

#ifdef __linux__
#pragma clang module import SwiftGlibc
#endif
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// Swift's importer emits such a variable only if it has an initial value.
static struct termios cargo_saved_modes = {0};
static int cargo_saved_in = -1;
static int cargo_saved_out = -1;
static char cargo_reset_text[512] = {0};
static int cargo_reset_length = 0;
static volatile sig_atomic_t cargo_is_armed = 0;
static struct sigaction cargo_before[65] = {{{0}}};
static struct sigaction cargo_before_stop = {{0}};
static char cargo_signal_stack[65536] = {0};

static const int cargo_crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGABRT, SIGFPE, SIGTRAP};
static const int cargo_ends[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};

static inline void cargo_give_terminal(void) {
  for (int sent = 0; sent < cargo_reset_length;) {
    long written = write(cargo_saved_out, cargo_reset_text + sent, (size_t)(cargo_reset_length - sent));
    if (written <= 0) break;
    sent += (int)written;
  }
  tcsetattr(cargo_saved_in, TCSANOW, &cargo_saved_modes);
}

// Once: two threads may crash at the same moment, and exit() may follow a close.
static inline void cargo_restore_now(void) {
  if (!cargo_is_armed) return;
  cargo_is_armed = 0;
  int before = errno;
  cargo_give_terminal();
  errno = before;
}

// `kill -TSTP`, or ctrl-z while the terminal gathers lines: another program has it, or keys came before the
// first screen. Gives the terminal back where it is ours, and stops. Whoever hears SIGCONT takes it again;
// where nobody could let it go on, it does not stop, and hears that at once. Curses' own handler would draw,
// in the middle of whatever it does.
static void cargo_on_stop(int number) {
  int before = errno;
  bool was_ours = cargo_is_armed;
  struct sigaction standard, own;
  sigset_t stop, masked;
  if (was_ours) cargo_give_terminal();
  memset(&standard, 0, sizeof standard);
  standard.sa_handler = SIG_DFL;
  sigaction(number, &standard, &own);
  sigemptyset(&stop);
  sigaddset(&stop, number);
  raise(number);
  pthread_sigmask(SIG_UNBLOCK, &stop, &masked);
  // Here it goes on.
  pthread_sigmask(SIG_SETMASK, &masked, NULL);
  sigaction(number, &own, NULL);
  if (was_ours) raise(SIGCONT);
  errno = before;
}

// Restores, then does what would have happened without us: the earlier handler (Swift's backtracer), or the
// signal's default action once this handler has returned.
static void cargo_on_end(int number, siginfo_t *info, void *context) {
  cargo_restore_now();
  struct sigaction *before = &cargo_before[number];
  if (before->sa_flags & SA_SIGINFO) {
    if (before->sa_sigaction) before->sa_sigaction(number, info, context);
    return;
  }
  if (before->sa_handler != SIG_DFL && before->sa_handler != SIG_IGN) {
    before->sa_handler(number);
    return;
  }
  struct sigaction standard;
  memset(&standard, 0, sizeof standard);
  standard.sa_handler = SIG_DFL;
  sigaction(number, &standard, NULL);
  raise(number);
}

static inline void cargo_handle_end(int number, bool only_default) {
  struct sigaction action;
  if (sigaction(number, NULL, &cargo_before[number]) != 0) return;
  bool is_default = !(cargo_before[number].sa_flags & SA_SIGINFO) &&
                    cargo_before[number].sa_handler == SIG_DFL;
  if (only_default && !is_default) return;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = cargo_on_end;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigaction(number, &action, NULL);
}

// Gives a signal back to its earlier handler, unless someone took it over since.
static inline void cargo_give_back(int number) {
  struct sigaction now;
  if (sigaction(number, NULL, &now) != 0) return;
  bool is_ours = (now.sa_flags & SA_SIGINFO) && now.sa_sigaction == cargo_on_end;
  if (is_ours) sigaction(number, &cargo_before[number], NULL);
}

// Before curses starts: keeps the terminal's modes and takes the signals. False: not a terminal.
static inline bool cargo_watch(int in, int out) {
  static bool is_registered = false;
  if (tcgetattr(in, &cargo_saved_modes) != 0) return false;
  cargo_saved_in = in;
  cargo_saved_out = out;
  cargo_reset_length = 0;
  cargo_is_armed = 1;
  // An overflowing stack leaves no room for a handler but on a stack of its own.
  stack_t current;
  if (sigaltstack(NULL, &current) == 0 && (current.ss_flags & SS_DISABLE)) {
    stack_t own;
    memset(&own, 0, sizeof own);
    own.ss_sp = cargo_signal_stack;
    own.ss_size = sizeof cargo_signal_stack;
    sigaltstack(&own, NULL);
  }
  for (unsigned i = 0; i < sizeof cargo_crashes / sizeof *cargo_crashes; i++)
    cargo_handle_end(cargo_crashes[i], false);
  for (unsigned i = 0; i < sizeof cargo_ends / sizeof *cargo_ends; i++)
    cargo_handle_end(cargo_ends[i], true);
  // Curses leaves it alone where somebody has it.
  struct sigaction stop;
  memset(&stop, 0, sizeof stop);
  stop.sa_handler = cargo_on_stop;
  stop.sa_flags = SA_RESTART;
  sigaction(SIGTSTP, NULL, &cargo_before_stop);
  if (cargo_before_stop.sa_handler == SIG_DFL) sigaction(SIGTSTP, &stop, NULL);
  if (!is_registered) is_registered = atexit(cargo_restore_now) == 0;
  return true;
}

// After the terminal was restored in good order.
static inline void cargo_unwatch(void) {
  cargo_is_armed = 0;
  for (unsigned i = 0; i < sizeof cargo_crashes / sizeof *cargo_crashes; i++)
    cargo_give_back(cargo_crashes[i]);
  for (unsigned i = 0; i < sizeof cargo_ends / sizeof *cargo_ends; i++) cargo_give_back(cargo_ends[i]);
  struct sigaction now;
  if (sigaction(SIGTSTP, NULL, &now) == 0 && now.sa_handler == cargo_on_stop)
    sigaction(SIGTSTP, &cargo_before_stop, NULL);
}

// What a crash writes: at most 512 bytes.
static inline void cargo_set_reset(const char *text, int length) {
  if (length > (int)sizeof cargo_reset_text) return;
  memcpy(cargo_reset_text, text, (size_t)length);
  cargo_reset_length = length;
}

// While another program has the screen there is nothing to restore.
static inline void cargo_arm(bool armed) { cargo_is_armed = armed; }

#endif
