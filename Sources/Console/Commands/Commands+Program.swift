extension Command {
  static let taking: [Command] = [
    Command(
      "copy", "Copy a number, a name or an address", group: .take, keys: ["c"],
      in: [.orderRows, .order, .search], footer: "copy",
      availability: { $0.availability(.order) },
      run: { state, _ in state.openCopy() }),
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
      "rules", "What each rule has found, and how much of it was true", group: .program, keys: [],
      in: .everywhere,
      run: { state, _ in state.askRules() }),
    Command(
      "pull", "Pull from the account now; elsewhere from all", group: .program, keys: ["P"],
      in: .everywhere, availability: { $0.pullAvailability },
      run: { state, _ in state.pull() }),
    Command(
      "write-again", "Write again the decisions that could not be written", group: .program,
      keys: ["W"], in: .everywhere, availability: { $0.writeAgainAvailability },
      run: { state, _ in state.writeAgain() }),
    Command(
      "theme", "Choose a theme", group: .program, keys: ["T"], in: .everywhere,
      availability: { $0.themeAvailability },
      run: { state, _ in state.openThemes() }),
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
