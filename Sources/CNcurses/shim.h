// What Swift cannot see of curses: attributes and mouse bits are cast macros, `stdscr` is a mutable global,
// some functions are variadic or take a FILE. One typed function for each that the terminal needs.
#ifndef CARGO_CURSES_SHIM_H
#define CARGO_CURSES_SHIM_H

// The C library as Swift sees it: a struct of a header that is included here instead would count as curses'
// own, and could not be used beside `import Glibc`.
#ifdef __linux__
#pragma clang module import SwiftGlibc
#endif
#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

// A started screen. `input` is a pad: reading a key from it never refreshes anything.
typedef struct {
  SCREEN *screen;
  FILE *in;
  FILE *out;
  WINDOW *window;
  WINDOW *input;
} cargo_screen;

// Chooses the character set of the environment; true if it is UTF-8. A locale that asks for UTF-8 but is
// not installed here, or no statement at all, gets C.UTF-8.
static inline bool cargo_locale(void) {
  const char *named = getenv("LC_ALL");
  if (!named || !*named) named = getenv("LC_CTYPE");
  if (!named || !*named) named = getenv("LANG");
  bool silent = !named || !*named;
  if (silent || !setlocale(LC_CTYPE, "")) {
    bool wants = silent || strstr(named, "UTF-8") || strstr(named, "utf8") || strstr(named, "UTF8") ||
                 strstr(named, "utf-8");
    if (wants && !setlocale(LC_CTYPE, "C.UTF-8")) setlocale(LC_CTYPE, "en_US.UTF-8");
  }
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

// Starts curses on two descriptors, which stay open after cargo_stop. False: the terminal type is unknown.
static inline bool cargo_start(cargo_screen *made, const char *type, int in, int out) {
  memset(made, 0, sizeof *made);
  int own_in = dup(in), own_out = dup(out);
  made->in = own_in < 0 ? NULL : fdopen(own_in, "r");
  made->out = own_out < 0 ? NULL : fdopen(own_out, "w");
  if (made->in && made->out) made->screen = newterm((char *)type, made->out, made->in);
  if (made->screen) {
    made->window = stdscr;
    made->input = newpad(1, 1);
    return made->input != NULL;
  }
  if (made->in) fclose(made->in);
  if (made->out) fclose(made->out);
  return false;
}

// Frees what cargo_start made; after endwin.
static inline void cargo_stop(cargo_screen *made) {
  delwin(made->input);
  delscreen(made->screen);
  fclose(made->in);
  fclose(made->out);
  memset(made, 0, sizeof *made);
}

// The terminal type that will be used; empty if none is set.
static inline const char *cargo_type(void) {
  const char *type = getenv("TERM");
  return type ? type : "";
}

static inline bool cargo_is_within_tmux(void) { return getenv("TMUX") != NULL; }

// Modes of the screen and the keyboard.
static inline void cargo_modes(cargo_screen *made) {
  raw();
  noecho();
  nonl();
  set_escdelay(25);
  keypad(made->input, TRUE);
  nodelay(made->input, TRUE);
  meta(made->input, TRUE);
  idlok(made->window, TRUE);
  scrollok(made->window, FALSE);
  leaveok(made->window, TRUE);
  curs_set(0);
}

// A string of the terminal's description without its padding; returns the length, 0 if it has none.
static inline int cargo_capability(const char *name, char *into, int room) {
  const char *found = tigetstr((char *)name);
  if (!found || found == (char *)-1) return 0;
  int length = 0;
  while (*found && length < room - 1) {
    if (found[0] == '$' && found[1] == '<') {
      while (*found && *found != '>') found++;
      if (*found) found++;
      continue;
    }
    into[length++] = *found++;
  }
  into[length] = 0;
  return length;
}

static inline int cargo_colors(void) { return COLORS; }
static inline int cargo_pairs(void) { return COLOR_PAIRS; }

static inline attr_t cargo_attributes(bool bold, bool dim, bool italic, bool underline, bool reverse) {
  return (bold ? WA_BOLD : 0) | (dim ? WA_DIM : 0) | (italic ? WA_ITALIC : 0) |
         (underline ? WA_UNDERLINE : 0) | (reverse ? WA_REVERSE : 0);
}

// One cell from its characters, which a zero ends.
static inline void cargo_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
  setcchar(cell, text, attributes, 0, &pair);
}

static inline void cargo_put(WINDOW *window, int row, int column, const cchar_t *cells, int count) {
  mvwadd_wchnstr(window, row, column, cells, count);
}

// The C library's width of a character, which curses goes by.
static inline int cargo_width(wchar_t character) { return wcwidth(character); }

// Leaves mouse reports to the caller: curses would gather those that come together, and lose some.
static inline void cargo_forget_mouse(void) { define_key(NULL, KEY_MOUSE); }

// Milliseconds of a clock that only goes forward; tells a double click from two.
static inline long long cargo_milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// The terminal's size by the kernel; false if it does not know.
static inline bool cargo_window_size(int out, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(out, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return false;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return true;
}

// Writes all bytes, also to a slow or non-blocking descriptor; false if it is gone or stuck.
static inline bool cargo_write(int out, const void *bytes, long count) {
  const char *rest = bytes;
  while (count > 0) {
    long written = write(out, rest, (size_t)count);
    if (written > 0) {
      rest += written;
      count -= written;
    } else if (errno == EAGAIN) {
      struct pollfd watched = {out, POLLOUT, 0};
      if (poll(&watched, 1, 1000) <= 0) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

#endif
