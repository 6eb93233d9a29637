extension Command {
  static let taking: [Command] = [
    Command(
      "copy", "Copy a number, a name or an address", group: .take, keys: ["c"],
      in: [.orderRows, .order, .search], footer: "copy",
      availability: { $0.availability(.order) },
      run: { state, _ in state.openCopy() }),
    Command(
      "open-link", "Open the parcel's page, or the order's in the shop, in $BROWSER", group: .take,
      keys: ["O"], in: [.orderRows, .order, .search], availability: { $0.availability(.order) },
      run: { state, _ in state.openLinks() }),
    Command(
      "pager", "Read the order, or the rows, in $PAGER", group: .take, keys: ["|"],
      in: [.lists, .order, .search], availability: { $0.pagerAvailability },
      run: { state, _ in state.openPager() }),
    Command(
      "shell", "Feed the rows to a shell command", group: .take, keys: ["!"], in: .lists,
      availability: { $0.rowAvailability },
      run: { state, _ in state.openPrompt(.shell, with: Selection()) }),
  ]

  static let program: [Command] = [
    Command(
      "palette", "Run any command by name", group: .program, keys: [":"], in: .everywhere,
      footer: "command",
      run: { state, _ in
        state.overlay = .palette(PaletteState())
        return []
      }),
    Command(
      "help", "Every command, and why one cannot be used now", group: .program,
      keys: ["?", "f1"], in: .everywhere, footer: "help",
      run: { state, _ in
        state.overlay = .help(HelpState())
        return []
      }),
    Command(
      "tour", "A walk through what matters most, in a minute", group: .program, keys: [],
      in: .everywhere,
      run: { state, _ in
        state.overlay = .tour(0)
        return []
      }),
    Command(
      "messages", "What was said at the bottom of the screen, with its times", group: .program,
      keys: ["M"], in: .everywhere,
      run: { state, _ in
        state.overlay = .messages(0)
        return []
      }),
    Command(
      "times", "Tell when things were as dates, or again how long ago", group: .program,
      keys: ["D"], in: .everywhere,
      run: { state, _ in
        state.showsTimes.toggle()
        return []
      }),
    Command(
      "rules", "Every rule: its limit, what it has found, and what it would have done",
      group: .program, keys: [],
      in: .everywhere,
      run: { state, _ in state.askRules() }),
    Command(
      "macro-record", "Record the keys that follow as the macro; again: that was all",
      group: .program, keys: ["Q"], in: .everywhere,
      run: { state, _ in state.toggleRecording() }),
    Command(
      "macro-replay", "Press the macro's keys again, as many times as the count says",
      group: .program, keys: ["@"], in: .everywhere,
      availability: { $0.replayAvailability },
      run: { state, count in state.openReplay(count) }),
    Command(
      "pull", "Pull from the account now; elsewhere from all", group: .program, keys: ["P"],
      in: .everywhere, availability: { $0.pullAvailability },
      run: { state, _ in state.pull() }),
    Command(
      "write-again", "Write again what could not be written", group: .program,
      keys: ["W"], in: .everywhere, availability: { $0.writeAgainAvailability },
      run: { state, _ in state.writeAgain() }),
    Command(
      "log", "Read the log in $PAGER", group: .program, keys: ["L"], in: .everywhere,
      availability: { $0.logAvailability },
      run: { state, _ in [.pageFile(state.settings.logPath)] }),
    Command(
      "theme", "Choose a theme", group: .program, keys: ["T"], in: .everywhere,
      availability: { $0.themeAvailability },
      run: { state, _ in state.openThemes() }),
    Command(
      "linear", "Lines in reading order, for a screen reader; or the screen again",
      group: .program, keys: ["alt-l"], in: .everywhere,
      run: { state, _ in state.toggleLinear() }),
    Command(
      "redraw", "Draw the whole screen again", group: .program, keys: ["ctrl-l"],
      in: .everywhere,
      run: { state, _ in [.redraw] + state.reloadVisible() }),
    Command(
      "suspend", "Go to the shell; `fg` comes back", group: .program, keys: ["ctrl-z"],
      in: .everywhere, run: { _, _ in [.suspend] }),
    Command(
      "cancel", "Step back: count, range, marks, filter, order, zoom", group: .program,
      keys: ["esc", "ctrl-c"], in: .everywhere, run: { state, _ in state.cancel() }),
    Command(
      "back", "Close what is open; with nothing open, quit", group: .program, keys: ["q"],
      in: .everywhere, run: { state, _ in state.back() }),
    Command(
      "quit", "Quit", group: .program, keys: ["ctrl-q"], in: .everywhere,
      run: { state, _ in state.quit() }),
  ]
}
